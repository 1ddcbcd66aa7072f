import { type Document, isMap, isNode, LineCounter, parseAllDocuments, visit } from 'yaml'
import { type Field, type Reading, topOf } from './field.ts'
import type { Finding } from './finding.ts'
import { findingAt, placeIn } from './place.ts'

export interface Documents {
  readonly tops: readonly Top[]
  readonly findings: readonly Finding[]
}

/** One document of a file. */
export interface Top {
  readonly top: Field
  /** The template that Helm made it from. */
  readonly source: string | undefined
}

type PositionOf = Reading['positionOf']

/** Reads YAML, and so JSON too. Documents that are broken are left out, with a finding for each. */
export function readDocuments(file: string, text: string): Documents {
  const lines = new LineCounter()
  // As Kubernetes reads it: `<<` merges. No pretty errors: they quote the file, which may hold a secret.
  const options = {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
  } as const
  const parsed = parseAllDocuments(text, options)
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : []
  const positionOf = (offset: number) => lines.linePos(offset)
  const findings: Finding[] = []
  const tops: Top[] = []
  for (const document of documents) {
    const broken = brokenIn(file, text, document, positionOf)
    findings.push(...broken)
    const top = broken.length === 0 ? topOf({ document, positionOf }) : undefined
    if (top !== undefined) tops.push({ top, source: sourceOf(document) })
  }
  const isEmpty = tops.length === 0 && findings.length === 0
  return { tops, findings: isEmpty ? [emptyFinding(file)] : findings }
}

function brokenIn(
  file: string,
  text: string,
  document: Document,
  positionOf: PositionOf,
): readonly Finding[] {
  const [error] = document.errors
  const template = templateIn(document)
  const offset = template ?? error?.pos[0]
  if (offset === undefined) return []
  const { line, col } = positionOf(offset)
  const isTemplate = template !== undefined || /\{\{.*\}\}/.test(text)
  const finding = findingAt(placeIn(file, line, col), {
    rule: 'yaml',
    message: isTemplate
      ? 'this is a template, not yet YAML'
      : `not YAML: ${firstLine(error?.message ?? '')}`,
    instead: isTemplate
      ? 'Lint what Helm makes of it: helm template … | readyz lint -'
      : 'Mend the YAML here or just before.',
  })
  return [finding]
}

/** Where `{{ … }}` stands for a value: by the rules of YAML that is a map whose key is a map. */
function templateIn(document: Document): number | undefined {
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
  return findingAt(placeIn(file), {
    rule: 'nothing-to-check',
    message: 'the file is empty',
    instead: 'Give a file with a manifest in it.',
  })
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function sourceOf({ commentBefore, contents }: Document): string | undefined {
  const comments = [commentBefore, isNode(contents) ? contents.commentBefore : undefined]
  return /^ ?Source: (\S+)/m.exec(comments.join('\n'))?.[1]
}
