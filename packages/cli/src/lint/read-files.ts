import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { redactFileName } from '../redact/arguments.ts'
import { fileFinding } from './create-finding.ts'
import { decode } from './decode.ts'
import { expandPath } from './expand-path.ts'
import type { Finding, Problem } from './finding.ts'

/** A file that has been read. */
export interface InputFile {
  readonly file: string
  readonly text: string
}

/**
 * Reads files one after the other; `-` is standard input. The files of a folder are those in YAML
 * and JSON. Yields a finding for a file that cannot be read.
 */
export async function* readFiles(names: readonly string[]): AsyncGenerator<InputFile | Finding> {
  const seen = new Set<string>()
  for (const name of names) {
    const files = await expandPath(name)
    if (files.length === 0) yield inputFinding(name, withoutManifest)
    for (const file of files) {
      if (!seen.has(file)) yield* readOne(file)
      seen.add(file)
    }
  }
}

async function* readOne(file: string): AsyncGenerator<InputFile | Finding> {
  try {
    const decoded = decode(file === '-' ? await buffer(process.stdin) : await readFile(file))
    if (decoded === undefined) yield inputFinding(file, notText)
    else yield { file, text: decoded.text }
    if (decoded !== undefined && decoded.encoding !== 'utf-8') yield inputFinding(file, utf16)
  } catch (error) {
    const { code = 'failed' } = Object(error)
    yield inputFinding(file, code === 'ENOENT' ? missing : unreadable(code))
  }
}

function inputFinding(file: string, problem: Omit<Problem, 'rule'>): Finding {
  return fileFinding(redactFileName(file), { rule: 'input', ...problem })
}

const missing = { message: 'the file does not exist', instead: 'Pass a file that exists.' }
const notText = {
  message: 'is neither UTF-8 nor UTF-16',
  instead: 'Pass a manifest in YAML or JSON.',
}
const utf16 = {
  severity: 'warning',
  message: 'is UTF-16',
  instead: 'Save it as UTF-8, because many tools read nothing else.',
} as const
const withoutManifest = {
  message: 'matches no YAML or JSON file',
  instead: 'Pass a file, or a folder or pattern that contains manifests.',
}

function unreadable(code: string): Omit<Problem, 'rule'> {
  return { message: `cannot be read (${code})`, instead: 'Pass a file that is readable.' }
}
