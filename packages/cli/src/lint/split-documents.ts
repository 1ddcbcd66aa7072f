import type { Part } from './part.ts'
import { splitJson } from './split-json.ts'
import { splitYaml } from './split-yaml.ts'

/** A part and the line and column of its first character, from 1. */
export interface LocatedPart extends Part {
  readonly line: number
  readonly column: number
}

/**
 * Splits a file into parts, so that only one of them has to be in memory as a tree. JSON documents
 * may follow each other with or without line breaks, which kubectl also accepts.
 */
export function* splitDocuments(text: string): Generator<LocatedPart> {
  let line = 1
  let lineStart = 0
  for (const part of /^\s*[[{]/.test(text) ? splitJson(text) : splitYaml(text)) {
    let end = text.indexOf('\n', lineStart)
    while (end !== -1 && end < part.start) {
      line += 1
      lineStart = end + 1
      end = text.indexOf('\n', lineStart)
    }
    yield { ...part, line, column: part.start - lineStart + 1 }
  }
}
