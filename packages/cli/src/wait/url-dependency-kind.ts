import { parseUrl, type UrlFormat } from '../parse/url.ts'
import { redactUrl } from '../redact/arguments.ts'
import { mergeSecrets, secretsInEnvironment, secretsInUrl } from '../redact/known-secrets.ts'
import { createRedactor } from '../redact/redactor.ts'
import type { Dependency, DependencyKind } from './dependency.ts'

interface UrlKind extends Pick<DependencyKind, 'option' | 'description'> {
  readonly format: UrlFormat
  /** Whether the URL requires TLS with a verified certificate. */
  isSecure(url: URL): boolean
  /** @throws UsageError for a URL that the client does not support */
  prepare(url: URL, text: string): Dependency['open']
}

/** Creates a kind of dependency whose value is a URL. */
export function urlKind({
  option,
  description,
  format,
  isSecure,
  prepare,
}: UrlKind): DependencyKind {
  return {
    option,
    value: '<url>',
    description,
    read(_, text) {
      const url = parseUrl(option, format, text)
      const redact = createRedactor(
        mergeSecrets(secretsInUrl(text), secretsInEnvironment(process.env)),
      )
      const open = prepare(url, text)
      return { title: titleOf(text, url), redact, isSecure: isSecure(url), open }
    },
  }
}

// If the URL has no host, the parameter `host` distinguishes the dependency from others.
function titleOf(text: string, url: URL): string {
  const host = url.searchParams.get('host') ?? ''
  const suffix = /^[\w./-]+$/.test(host) ? ` on ${host}` : ''
  return `${redactUrl(text)}${suffix}`
}
