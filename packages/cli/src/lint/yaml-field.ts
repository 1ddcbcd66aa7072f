import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml'

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
  /** Returns the fields of a map that have no effect, because their key is given again later. */
  overridden(): readonly Field[]
  /** Returns the items of a list. */
  items(): readonly Field[]
  /** The parsed node. It identifies an alias that refers to one of its ancestors. */
  readonly node: object
}

/** A position in a file, from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A parsed document, and the positions of its nodes. */
interface ParsedDocument {
  readonly positionOf: (offset: number) => Position
  /** The node to which each alias refers. */
  readonly targets: ReadonlyMap<Alias, Node>
  /** The maps that have been read. Each is read once, however many aliases refer to it. */
  readonly maps: WeakMap<YAMLMap, MapPairs>
}

interface MapPairs {
  /** The pair of each key, including those of merges. */
  readonly byKey: Map<string, Pair>
  readonly overridden: Pair[]
}

/** Returns the root of a document, which has the given path; `undefined` for an empty document. */
export function rootOf(
  document: Document,
  positionOf: (offset: number) => Position,
  path: string,
): Field | undefined {
  const parsed = { positionOf, targets: aliasTargetsOf(document), maps: new WeakMap() }
  return fieldOf(parsed, path, document.contents, 0)
}

function fieldOf(
  parsed: ParsedDocument,
  path: string,
  value: unknown,
  offset: number,
): Field | undefined {
  const node = resolve(parsed, value)
  if (node === undefined || (isScalar(node) && node.value === null)) return undefined
  const { line, column } = parsed.positionOf(offset)
  const pairs = isMap(node) ? pairsOf(parsed, node) : undefined
  const fieldAt = (pair: Pair, name: string) =>
    fieldOf(parsed, join(path, name), pair.value, startOf(pair.key))
  const at = (name: string): Field | undefined => {
    const pair = pairs?.byKey.get(name)
    return pair && fieldAt(pair, name)
  }
  return {
    path,
    line,
    column,
    kind: isMap(node) ? 'map' : isSeq(node) ? 'list' : 'scalar',
    scalar: isScalar(node) ? node.value : undefined,
    node,
    at,
    textAt(name) {
      const text = at(name)?.scalar
      return typeof text === 'string' ? text : undefined
    },
    fields() {
      const entries = Array.from(
        pairs?.byKey ?? [],
        ([name, pair]) => [name, fieldAt(pair, name)] as const,
      )
      return new Map(entries.filter((entry): entry is [string, Field] => entry[1] !== undefined))
    },
    overridden: () => pairs?.overridden.flatMap((pair) => fieldAt(pair, nameOf(pair)) ?? []) ?? [],
    items: () => (isSeq(node) ? itemsOf(parsed, path, node.items) : []),
  }
}

/**
 * Returns the node to which each alias refers: the last one with its anchor before it. `resolve` of
 * an alias searches the document anew.
 */
function aliasTargetsOf(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Alias(_, alias) {
      const target = anchors.get(alias.source)
      if (target !== undefined) targets.set(alias, target)
    },
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}

function resolve({ targets }: ParsedDocument, value: unknown): Node | undefined {
  const node = isAlias(value) ? targets.get(value) : value
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

/** Reads the pairs of a map and of its merges. Of several pairs with one key, the last counts. */
function pairsOf(parsed: ParsedDocument, map: YAMLMap): MapPairs {
  const known = parsed.maps.get(map)
  if (known !== undefined) return known
  const own = map.items.filter(({ key }) => !isMerge(key))
  const byKey = new Map(own.map((pair) => [nameOf(pair), pair]))
  const pairs = { byKey, overridden: own.filter((pair) => byKey.get(nameOf(pair)) !== pair) }
  // Before the merges are read, because a map may merge itself.
  parsed.maps.set(map, pairs)
  for (const { value } of map.items.filter(({ key }) => isMerge(key))) {
    const merged = resolve(parsed, value)
    const maps = isSeq(merged) ? merged.items.map((item) => resolve(parsed, item)) : [merged]
    for (const each of maps.filter((item) => isMap(item))) {
      // A key of the map itself overrides a merged one, and the first merge overrides later ones.
      for (const [name, pair] of pairsOf(parsed, each).byKey) {
        if (!byKey.has(name)) byKey.set(name, pair)
      }
    }
  }
  return pairs
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
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
