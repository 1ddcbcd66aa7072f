import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'

/** A value in a manifest, and where it stands. Never one that is null, which Kubernetes takes for absent. */
export interface Field {
  /** From the top of the object: `spec.containers[0].livenessProbe`. */
  readonly path: string
  /** From 1, of its key or, in a list, of itself. */
  readonly line: number
  readonly column: number
  readonly kind: 'map' | 'list' | 'scalar'
  /** Of a scalar; `undefined` for a map or a list. */
  readonly scalar: unknown
  at(key: string): Field | undefined
  /** Of a map: all its fields by name, also those that come from a merge. */
  fields(): ReadonlyMap<string, Field>
  /** Of a list. */
  items(): readonly Field[]
  /** The node itself, to know it again where an alias leads back to it. */
  readonly node: object
}

/** What a document is read with. */
export interface Reading {
  readonly document: Document
  readonly positionOf: (offset: number) => { readonly line: number; readonly col: number }
}

/** The top of a document, or nothing if it is empty. */
export function topOf(reading: Reading): Field | undefined {
  return fieldOf(reading, '', reading.document.contents, 0)
}

function fieldOf(
  reading: Reading,
  path: string,
  written: unknown,
  offset: number,
): Field | undefined {
  const node = resolve(reading, written)
  if (node === undefined || (isScalar(node) && node.value === null)) return undefined
  const { line, col: column } = reading.positionOf(offset)
  const fields = () => (isMap(node) ? fieldsOf(reading, path, node.items) : new Map())
  return {
    path,
    line,
    column,
    kind: isMap(node) ? 'map' : isSeq(node) ? 'list' : 'scalar',
    scalar: isScalar(node) ? node.value : undefined,
    node,
    at: (key) => fields().get(key),
    fields,
    items: () => (isSeq(node) ? itemsOf(reading, path, node.items) : []),
  }
}

function resolve({ document }: Reading, written: unknown): Node | undefined {
  const node = isAlias(written) ? written.resolve(document) : written
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined
}

function itemsOf(reading: Reading, path: string, items: readonly unknown[]): readonly Field[] {
  return items.flatMap((item, index) => {
    const field = fieldOf(reading, `${path}[${index}]`, item, startOf(item))
    return field === undefined ? [] : [field]
  })
}

function fieldsOf(
  reading: Reading,
  path: string,
  pairs: readonly Pair[],
  depth = 0,
): Map<string, Field> {
  const fields = new Map<string, Field>()
  const own = pairs.filter(({ key }) => !isMerge(key))
  // What is written here counts for more than what is merged, and of that what is named first. An alias may lead to
  // itself: Kubernetes refuses that, and so it need not be followed for long.
  for (const { value } of depth < 9 ? pairs.filter(({ key }) => isMerge(key)) : []) {
    const merged = resolve(reading, value)
    const maps = isSeq(merged) ? merged.items.map((item) => resolve(reading, item)) : [merged]
    for (const map of maps.filter((each) => isMap(each))) {
      for (const [name, field] of fieldsOf(reading, path, map.items, depth + 1)) {
        if (!fields.has(name)) fields.set(name, field)
      }
    }
  }
  for (const { key, value } of own) {
    const name = String(isScalar(key) ? key.value : key)
    const field = fieldOf(reading, join(path, name), value, startOf(key))
    if (field === undefined) fields.delete(name)
    else fields.set(name, field)
  }
  return fields
}

// That is what `yaml` makes of `<<`, unless it is in quotes.
function isMerge(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol'
}

function join(path: string, name: string): string {
  const step = /^[\w-]+$/.test(name) ? name : `[${JSON.stringify(name)}]`
  return path === '' || step.startsWith('[') ? path + step : `${path}.${step}`
}

function startOf(node: unknown): number {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}
