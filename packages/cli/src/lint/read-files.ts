import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { redactFileName } from '../redact/arguments.ts'
import { fileFinding } from './create-finding.ts'
import type { Finding } from './finding.ts'

/** A file that has been read. */
export interface InputFile {
  readonly file: string
  readonly text: string
}

export interface ReadFiles {
  readonly files: readonly InputFile[]
  /** One finding for each file that cannot be read. */
  readonly findings: readonly Finding[]
}

/** Reads files; `-` is standard input. */
export async function readFiles(names: readonly string[]): Promise<ReadFiles> {
  const read = await Promise.all(Array.from(new Set(names), readOne))
  return {
    files: read.filter((each): each is InputFile => 'text' in each),
    findings: read.filter((each): each is Finding => 'rule' in each),
  }
}

async function readOne(file: string): Promise<InputFile | Finding> {
  try {
    return { file, text: file === '-' ? await text(process.stdin) : await readFile(file, 'utf8') }
  } catch (error) {
    const { code = 'failed' } = Object(error)
    const { message, instead } = reasons[code] ?? {
      message: `cannot be read (${code})`,
      instead: 'Pass a file that is readable.',
    }
    return fileFinding(redactFileName(file), { rule: 'input', message, instead })
  }
}

const reasons: Readonly<Record<string, { readonly message: string; readonly instead: string }>> = {
  ENOENT: { message: 'the file does not exist', instead: 'Pass a file that exists.' },
  EISDIR: {
    message: 'is a directory',
    instead: 'Pass its files, or lint the output of Kustomize: kubectl kustomize … | readyz lint -',
  },
}
