import { type Document, isMap, isNode, LineCounter, parseAllDocuments, visit } from 'yaml'
import { fileFinding } from './create-finding.ts'
import type { Finding } from './finding.ts'
import { type Field, type ParsedDocument, rootOf } from './yaml-field.ts'

export interface ParsedFile {
  readonly documents: readonly ManifestDocument[]
  readonly findings: readonly Finding[]
}

/** One document of a file. */
export interface ManifestDocument {
  readonly root: Field
  /** The template from which Helm rendered it. */
  readonly helmTemplate: string | undefined
}

type PositionOf = ParsedDocument['positionOf']

/** Parses YAML or JSON. An invalid document is omitted and has a finding. */
export function parseYaml(file: string, text: string): ParsedFile {
  const lines = new LineCounter()
  // `merge` supports `<<`, as Kubernetes does. Pretty errors would quote the file, which may
  // contain a secret.
  const options = {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
  } as const
  const parsed = parseAllDocuments(text, options)
  const positionOf = (offset: number) => lines.linePos(offset)
  const findings: Finding[] = []
  const documents: ManifestDocument[] = []
  for (const document of Array.isArray(parsed) ? (parsed as readonly Document[]) : []) {
    const errors = findErrors(file, text, document, positionOf)
    findings.push(...errors)
    const root = errors.length === 0 ? rootOf({ document, positionOf }) : undefined
    if (root !== undefined) documents.push({ root, helmTemplate: helmTemplateOf(document) })
  }
  const isEmpty = documents.length === 0 && findings.length === 0
  return { documents, findings: isEmpty ? [emptyFinding(file)] : findings }
}

function findErrors(
  file: string,
  text: string,
  document: Document,
  positionOf: PositionOf,
): readonly Finding[] {
  const [error] = document.errors
  const template = templateOffset(document)
  const offset = template ?? error?.pos[0]
  if (offset === undefined) return []
  const { line, col } = positionOf(offset)
  const isTemplate = template !== undefined || /\{\{.*\}\}/.test(text)
  const message = isTemplate
    ? 'this is a template, not YAML'
    : `not YAML: ${firstLine(error?.message ?? '')}`
  const instead = isTemplate
    ? 'Lint the output of Helm: helm template … | readyz lint -'
    : 'Correct the YAML here or on the line before.'
  return [fileFinding(file, { rule: 'yaml', message, instead }, line, col)]
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

function emptyFinding(file: string): Finding {
  return fileFinding(file, {
    rule: 'nothing-to-check',
    message: 'the file is empty',
    instead: 'Pass a file that contains a manifest.',
  })
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function helmTemplateOf({ commentBefore, contents }: Document): string | undefined {
  const comments = [commentBefore, isNode(contents) ? contents.commentBefore : undefined]
  return /^ ?Source: (\S+)/m.exec(comments.join('\n'))?.[1]
}
