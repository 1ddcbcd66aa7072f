/** Replaces every known secret in a text that somebody else has written, such as a server or a client library. */
export type Redact = (text: string) => string

export interface Known {
  /** Replaced wherever they occur. */
  readonly secrets: readonly string[]
  /** Users and databases. Replaced where they are whole words: `app` stays in `application`. */
  readonly names: readonly string[]
}

const mask = '***'

/** No more of a text is read. What is printed is far shorter. */
const maxText = 65_536

/** A shorter secret, or beginning of one, is part of too many words. */
const minLength = 4

/**
 * Makes a `Redact`. It also finds a secret percent-encoded, percent-decoded or escaped as in JSON, and the beginning of
 * one where a text or a quotation was cut off.
 */
export function redactor({ secrets, names }: Known): Redact {
  const hidden = new Set(secrets.flatMap(variantsOf))
  const words = new Set(names.flatMap(variantsOf))
  for (const short of Array.from(hidden).filter(({ length }) => length < minLength)) {
    hidden.delete(short)
    words.add(short)
  }
  const all = [...hidden, ...words]
  const patterns = [
    ...longestFirst(hidden).map(escapeRegExp),
    ...longestFirst(words).map(
      (word) => `(?<![\\p{L}\\p{N}_])${escapeRegExp(word)}(?![\\p{L}\\p{N}_])`,
    ),
    ...all.filter(({ length }) => length > minLength).map(cutPattern),
  ]
  if (patterns.length === 0) return (text) => text.slice(0, maxText)
  const pattern = new RegExp(patterns.join('|'), 'gu')
  return (text) => text.slice(0, maxText).replaceAll(pattern, mask)
}

/** The forms in which a value occurs. A part between control characters counts: what quotes a text may stop at one. */
function variantsOf(value: string): readonly string[] {
  const forms = [value, decode(value), encode(value), JSON.stringify(value).slice(1, -1)]
  const parts = forms.flatMap((form) => form.split(/[\p{Cc}\u2028\u2029]+/u))
  return [...forms, ...parts.filter(({ length }) => length >= minLength)].filter(Boolean)
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function encode(value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return value
  }
}

const longestFirst = (values: Iterable<string>) =>
  Array.from(values).toSorted((one, other) => other.length - one.length)

const escapeRegExp = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

// A beginning of at least `minLength` characters, before the end of the text or of a quotation.
function cutPattern(secret: string): string {
  const characters = Array.from(secret)
  const rest = characters
    .slice(minLength)
    .reduceRight((inner, character) => `(?:${escapeRegExp(character)}${inner})?`, '')
  return `${escapeRegExp(characters.slice(0, minLength).join(''))}${rest}(?=$|[…;"'\\p{Cc}])`
}
