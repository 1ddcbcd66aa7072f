import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'

/** A value in a manifest and its position. Never null, because Kubernetes treats null as absent. */
export interface Field {
  /** The path from the root of the document, such as `spec.containers[0].livenessProbe`. */
  readonly path: string
  /** The position of its key or, in a list, of the value itself, from 1. */
  readonly line: number
  readonly column: number
  readonly kind: 'map' | 'list' | 'scalar'
  /** The value of a scalar; `undefined` for a map or a list. */
  readonly scalar: unknown
  /** Returns the field of a map with that key. */
  at(key: string): Field | undefined
  /** Returns the text in the field of a map; `undefined` if the field is absent or not text. */
  textAt(key: string): string | undefined
  /** Returns all fields of a map by name, including those of a merge. */
  fields(): ReadonlyMap<string, Field>
  /** Returns the items of a list. */
  items(): readonly Field[]
  /** The parsed node. It identifies an alias that refers to one of its ancestors. */
  readonly node: object
}

/** A parsed document, and the positions of its nodes. */
export interface ParsedDocument {
  readonly document: Document
  readonly positionOf: (offset: number) => { readonly line: number; readonly col: number }
}

/** Returns the root of a document; `undefined` if the document is empty. */
export function rootOf(parsed: ParsedDocument): Field | undefined {
  return fieldOf(parsed, '', parsed.document.contents, 0)
}

function fieldOf(
  parsed: ParsedDocument,
  path: string,
  value: unknown,
  offset: number,
): Field | undefined {
  const node = resolve(parsed, value)
  if (node === undefined || (isScalar(node) && node.value === null)) return undefined
  const { line, col: column } = parsed.positionOf(offset)
  const fields = (): ReadonlyMap<string, Field> =>
    isMap(node) ? fieldsOf(parsed, path, node.items) : new Map()
  return {
    path,
    line,
    column,
    kind: isMap(node) ? 'map' : isSeq(node) ? 'list' : 'scalar',
    scalar: isScalar(node) ? node.value : undefined,
    node,
    at: (key) => fields().get(key),
    textAt(key) {
      const text = fields().get(key)?.scalar
      return typeof text === 'string' ? text : undefined
    },
    fields,
    items: () => (isSeq(node) ? itemsOf(parsed, path, node.items) : []),
  }
}

function resolve({ document }: ParsedDocument, value: unknown): Node | undefined {
  const node = isAlias(value) ? value.resolve(document) : value
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined
}

function itemsOf(
  parsed: ParsedDocument,
  path: string,
  items: readonly unknown[],
): readonly Field[] {
  return items.flatMap((item, index) => {
    const field = fieldOf(parsed, `${path}[${index}]`, item, startOf(item))
    return field === undefined ? [] : [field]
  })
}

function fieldsOf(
  parsed: ParsedDocument,
  path: string,
  pairs: readonly Pair[],
  depth = 0,
): Map<string, Field> {
  const fields = new Map<string, Field>()
  const explicit = pairs.filter(({ key }) => !isMerge(key))
  // A key of the map itself overrides a merged one, and the first merge overrides later ones. An
  // alias may refer to itself. Kubernetes rejects that, so a limited depth is enough.
  for (const { value } of depth < 9 ? pairs.filter(({ key }) => isMerge(key)) : []) {
    const merged = resolve(parsed, value)
    const maps = isSeq(merged) ? merged.items.map((item) => resolve(parsed, item)) : [merged]
    for (const map of maps.filter((each) => isMap(each))) {
      for (const [name, field] of fieldsOf(parsed, path, map.items, depth + 1)) {
        if (!fields.has(name)) fields.set(name, field)
      }
    }
  }
  for (const { key, value } of explicit) {
    const name = String(isScalar(key) ? key.value : key)
    const field = fieldOf(parsed, join(path, name), value, startOf(key))
    if (field === undefined) fields.delete(name)
    else fields.set(name, field)
  }
  return fields
}

// `yaml` parses `<<` without quotes to a symbol.
function isMerge(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol'
}

function join(path: string, name: string): string {
  const segment = /^[\w-]+$/.test(name) ? name : `[${JSON.stringify(name)}]`
  return path === '' || segment.startsWith('[') ? path + segment : `${path}.${segment}`
}

function startOf(node: unknown): number {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}
