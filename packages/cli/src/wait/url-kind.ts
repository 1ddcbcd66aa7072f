import { showUrl } from '../read/show.ts'
import { readUrl, type UrlForm } from '../read/url.ts'
import { type Dependency, type Kind, secretsOf } from './dependency.ts'

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
      return { title: showUrl(text), secrets: secretsOf(url), open: prepare(url, text) }
    },
  }
}
