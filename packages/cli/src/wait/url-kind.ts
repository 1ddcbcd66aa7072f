import { readUrl, type UrlForm } from '../read/url.ts'
import { knownFromEnvironment, knownFromUrl, mergeKnown } from '../redact/known.ts'
import { redactor } from '../redact/secrets.ts'
import { showUrl } from '../redact/show.ts'
import type { Dependency, Kind } from './dependency.ts'

interface UrlKind extends Pick<Kind, 'option' | 'description'> {
  readonly form: UrlForm
  /** Whether the URL asks for TLS with a verified certificate. */
  isSecure(url: URL): boolean
  /** @throws UsageError for a URL that its client does not understand */
  prepare(url: URL, text: string): Dependency['open']
}

/** A kind of dependency that is described by a URL alone. */
export function urlKind({ option, description, form, isSecure, prepare }: UrlKind): Kind {
  return {
    option,
    value: '<url>',
    description,
    read(_, text) {
      const url = readUrl(option, form, text)
      const redact = redactor(mergeKnown(knownFromUrl(text), knownFromEnvironment(process.env)))
      const open = prepare(url, text)
      return { title: titleOf(text, url), redact, isSecure: isSecure(url), open }
    },
  }
}

// Without a host in the URL its parameter tells dependencies apart.
function titleOf(text: string, url: URL): string {
  const host = url.searchParams.get('host') ?? ''
  const suffix = /^[\w./-]+$/.test(host) ? ` on ${host}` : ''
  return `${showUrl(text)}${suffix}`
}
