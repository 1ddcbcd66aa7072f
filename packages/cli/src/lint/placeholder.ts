/**
 * Returns whether a value is filled in later, by Helm, envsubst, an OpenShift Template or a script:
 * `{{ .Values.x }}`, `${X}`, `$X`, `$(X)`, `%X%`, `<x>`, `REPLACE_ME`. Nothing is known about such
 * a value.
 */
export function isPlaceholder(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /\{\{.*\}\}|\$\{.+\}|\$\(.+\)|^\$[A-Za-z_]\w*$|^%\w+%$|^<[\w .-]+>$|^__\w+__$|^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/s.test(
      value,
    )
  )
}
