import { readUrl, type UrlForm } from '../read/url.ts'
import { knownFromEnvironment, knownFromUrl, mergeKnown } from '../redact/known.ts'
import { redactor } from '../redact/secrets.ts'
import { showUrl } from '../redact/show.ts'
import type { Dependency, Kind } from './dependency.ts'

interface UrlKind extends Pick<Kind, 'option' | 'description'> {
  readonly form: UrlForm
  /** @throws UsageError for a URL that is none of its kind */
  prepare(url: URL, text: string): Dependency['open']
}

/** A kind of dependency of which a URL says everything. */
export function urlKind({ option, description, form, prepare }: UrlKind): Kind {
  return {
    option,
    value: '<url>',
    description,
    read(_, text) {
      const url = readUrl(option, form, text)
      const redact = redactor(mergeKnown(knownFromUrl(text), knownFromEnvironment(process.env)))
      return { title: showUrl(text), redact, open: prepare(url, text) }
    },
  }
}
