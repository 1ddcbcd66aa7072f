import type { Part } from './part.ts'

/** Splits YAML into its documents, and a List as kubectl prints it into its items. */
export function* splitYaml(text: string): Generator<Part> {
  // A directive such as `%YAML` belongs to the document after the next marker.
  if (/^%/m.test(text)) {
    yield { text, start: 0, path: '' }
    return
  }
  let start = 0
  for (const { index } of text.matchAll(/^---(?=\s|$)/gm)) {
    if (index > 0) yield* splitList(text.slice(start, index), start)
    start = index
  }
  yield* splitList(text.slice(start), start)
}

function* splitList(text: string, start: number): Generator<Part> {
  const [list] = /^items:[ \t]*\n(?= *-\s)/m.exec(text) ?? []
  // An alias in an item could refer to an anchor in another one.
  if (list === undefined || !/^kind: *\w*List\s*$/m.test(text) || /[\s[{:-]&[\w-]+\s/.test(text)) {
    yield { text, start, path: '' }
    return
  }
  const first = text.indexOf(list) + list.length
  const indent = text.indexOf('-', first) - first
  const dash = new RegExp(`^ {0,${indent}}(?:-(?=[ \\n])|(?=[^ \\n#-]))`, 'gm')
  dash.lastIndex = first
  let index = 0
  for (let item = dash.exec(text); item?.[0].endsWith('-'); index += 1) {
    const from = item.index
    item = dash.exec(text)
    // A space instead of the dash keeps the columns.
    const fields = text.slice(from, item?.index).replace('-', ' ')
    yield { text: fields, start: start + from, path: `items[${index}]` }
  }
}
