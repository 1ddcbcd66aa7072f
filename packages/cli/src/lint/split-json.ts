import type { Part } from './part.ts'

type Range = readonly [start: number, end: number]

/**
 * Splits text into the JSON documents in it, and a List into its items. Yields the whole text if it
 * is not JSON, for example YAML in braces.
 */
export function* splitJson(text: string): Generator<Part> {
  const documents = rangesAt(text, 0)
  if (documents === undefined || !coverText(text, documents)) {
    yield { text, start: 0, path: '' }
    return
  }
  for (const [start, end] of documents) {
    const document = text.slice(start, end)
    const items = itemsOf(document)
    if (items === undefined) yield { text: document, start, path: '' }
    for (const [index, [from, to]] of items?.entries() ?? []) {
      yield { text: document.slice(from, to), start: start + from, path: `items[${index}]` }
    }
  }
}

/** Returns the ranges of the items if the document is a List. */
function itemsOf(document: string): readonly Range[] | undefined {
  const list = rangesAt(document, 1)?.find(([start]) =>
    /"items"\s*:\s*$/.test(document.slice(Math.max(0, start - 100), start)),
  )
  if (list === undefined) return undefined
  const [start, end] = list
  const others = document.slice(0, start) + document.slice(end)
  if (!/"kind"\s*:\s*"\w*List"/.test(others)) return undefined
  return rangesAt(document.slice(start, end), 1)?.map(([from, to]) => [start + from, start + to])
}

/**
 * Returns the range of each object and array at a depth, and `undefined` if the brackets of the
 * text have no partners.
 */
function rangesAt(text: string, depth: number): readonly Range[] | undefined {
  const ranges: Range[] = []
  let level = 0
  let start = 0
  // Brackets in a string do not count.
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') {
      if (level === depth) start = index
      level += 1
    } else if (token === '}' || token === ']') {
      level -= 1
      if (level === depth) ranges.push([start, index + 1])
    }
  }
  return level === 0 ? ranges : undefined
}

/** Returns whether only white space is between the documents. */
function coverText(text: string, documents: readonly Range[]): boolean {
  let end = 0
  for (const [start, next] of documents) {
    if (text.slice(end, start).trim() !== '') return false
    end = next
  }
  return documents.length > 0 && text.slice(end).trim() === ''
}
