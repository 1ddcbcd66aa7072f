/** Replaces every known secret in a text from a server or a client library. */
export type Redact = (text: string) => string

export interface KnownSecrets {
  /** Replaced wherever they occur. */
  readonly secrets: readonly string[]
  /** Users and databases. Replaced only as whole words, so `app` remains in `application`. */
  readonly names: readonly string[]
}

const mask = '***'

/** Characters. Longer texts are truncated to this length. Printed messages are far shorter. */
const maxText = 65_536

/** Shorter secrets and prefixes would also match parts of ordinary words. */
const minLength = 4

/**
 * Creates a `Redact`. It also replaces a secret that is percent-encoded, percent-decoded or escaped
 * as in JSON, and the prefix of a secret where a text or a quotation is truncated.
 */
export function createRedactor({ secrets, names }: KnownSecrets): Redact {
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
    ...all.filter(({ length }) => length > minLength).map(prefixPattern),
  ]
  if (patterns.length === 0) return (text) => text.slice(0, maxText)
  const pattern = new RegExp(patterns.join('|'), 'gu')
  return (text) => text.slice(0, maxText).replaceAll(pattern, mask)
}

/**
 * Returns the forms in which a value may occur, and its parts between control characters, at which
 * a quotation may end.
 */
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

// Matches a prefix of at least `minLength` characters at the end of the text or of a quotation.
function prefixPattern(secret: string): string {
  const characters = Array.from(secret)
  const rest = characters
    .slice(minLength)
    .reduceRight((inner, character) => `(?:${escapeRegExp(character)}${inner})?`, '')
  return `${escapeRegExp(characters.slice(0, minLength).join(''))}${rest}(?=$|[…;"'\\p{Cc}])`
}
