/**
 * What may be shown of a URL: neither user nor password, nor the query, where tokens and passwords are too. Of one that
 * cannot be read it is the scheme alone, for nobody can tell what the rest is.
 */
export function showUrl(text: string): string {
  const [scheme] = /^[a-z][a-z\d+.-]*:\/\//i.exec(text) ?? []
  if (scheme === undefined) return '(not a URL)'
  if (!URL.canParse(text)) return `${scheme}…`
  const { protocol, host, pathname, username, password } = new URL(text)
  const account = username || password ? '***@' : ''
  // An @ this late may be the end of a password that holds a slash.
  return `${protocol}//${account}${pathname.includes('@') ? '…' : `${host}${pathname}`}`
}

/** What may be shown of an argument that nobody expected. */
export function showArgument(text: string): string {
  const [option, value] = splitOption(text)
  if (value === undefined) return /[@\s]|:\/\//.test(text) ? showUrl(text) : text
  return `${option}=…`
}

function splitOption(text: string): readonly [option: string, value?: string] {
  const [, option, value] = /^(--[^=]*)=(.*)$/s.exec(text) ?? []
  return option === undefined ? [text] : [option, value ?? '']
}

/** A text in which the arguments of the command occur, with nothing of them that may not be shown. */
export function hideArguments(text: string, args: readonly string[]): string {
  const hidden = args.toSorted((one, other) => other.length - one.length)
  return hidden.reduce((shown, arg) => shown.replaceAll(arg, () => showArgument(arg)), text)
}
