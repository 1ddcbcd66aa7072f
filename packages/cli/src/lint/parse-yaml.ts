import { type Document, isMap, isNode, LineCounter, parseAllDocuments, visit } from 'yaml'
import type { Problem } from './finding.ts'
import { type LocatedPart, splitDocuments } from './split-documents.ts'
import { type Field, type Position, rootOf } from './yaml-field.ts'

/** One document of a file. */
export interface ManifestDocument {
  readonly root: Field
  /** The template from which Helm rendered it. */
  readonly helmTemplate: string | undefined
}

/** A problem of the YAML itself, and its position. */
export interface YamlProblem extends Problem {
  readonly position: Position
}

/**
 * Parses the documents of a file in YAML or JSON one after the other, so that only one of them is in
 * memory. Yields a problem in place of an invalid document.
 */
export function* parseYaml(text: string): Generator<ManifestDocument | YamlProblem> {
  for (const part of splitDocuments(text)) yield* parsePart(part, text)
}

function* parsePart(
  { text, line, column, path }: LocatedPart,
  file: string,
): Generator<ManifestDocument | YamlProblem> {
  const lines = new LineCounter()
  // `<<` merges, as in Kubernetes. Pretty errors would quote the file, which may contain a secret.
  // kubectl accepts a key that is given twice, and a rule reports it.
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false,
  })
  const positionOf = (offset: number): Position => {
    const { line: row, col } = lines.linePos(offset)
    return { line: line + row - 1, column: row === 1 ? column + col - 1 : col }
  }
  for (const document of Array.isArray(parsed) ? (parsed as readonly Document[]) : []) {
    const error = findError(file, document, positionOf)
    if (error !== undefined) yield error
    const root = error === undefined ? rootOf(document, positionOf, path) : undefined
    if (root !== undefined) yield { root, helmTemplate: helmTemplateOf(document) }
  }
}

function findError(
  file: string,
  document: Document,
  positionOf: (offset: number) => Position,
): YamlProblem | undefined {
  const [error] = document.errors
  const template = templateOffset(document)
  const offset = template ?? error?.pos[0]
  if (offset === undefined) return undefined
  const isTemplate = template !== undefined || /\{\{.*\}\}/.test(file)
  return {
    rule: 'yaml',
    message: isTemplate
      ? 'this is a template, not YAML'
      : `not YAML: ${firstLine(error?.message ?? '')}`,
    instead: isTemplate
      ? 'Lint the output of Helm: helm template … | readyz lint -'
      : 'Correct the YAML here or on the line before.',
    position: positionOf(offset),
  }
}

/**
 * Returns the position of a `{{ … }}` as a value, which YAML parses as a map whose key is a map.
 */
function templateOffset(document: Document): number | undefined {
  let offset: number | undefined
  visit(document, {
    Pair(_, { key }) {
      if (!isMap(key)) return undefined
      offset = key.range?.[0]
      return visit.BREAK
    },
  })
  return offset
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function helmTemplateOf({ commentBefore, contents }: Document): string | undefined {
  const comments = [commentBefore, isNode(contents) ? contents.commentBefore : undefined]
  return /^ ?Source: (\S+)/m.exec(comments.join('\n'))?.[1]
}
