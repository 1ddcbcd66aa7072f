import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { showFile } from '../redact/show.ts'
import type { Finding } from './finding.ts'
import { findingAt, placeIn } from './place.ts'

/** A file that has been read. */
export interface Source {
  readonly file: string
  readonly text: string
}

export interface Sources {
  readonly sources: readonly Source[]
  /** One for each file that cannot be read. */
  readonly findings: readonly Finding[]
}

/** Reads files; `-` is standard input. */
export async function readSources(files: readonly string[]): Promise<Sources> {
  const read = await Promise.all(Array.from(new Set(files), readSource))
  return {
    sources: read.filter((each): each is Source => 'text' in each),
    findings: read.filter((each): each is Finding => 'rule' in each),
  }
}

async function readSource(file: string): Promise<Source | Finding> {
  try {
    return { file, text: file === '-' ? await text(process.stdin) : await readFile(file, 'utf8') }
  } catch (error) {
    const { code = 'failed' } = Object(error)
    const { message, instead } = reasons[code] ?? {
      message: `cannot be read (${code})`,
      instead: '',
    }
    return findingAt(placeIn(showFile(file)), {
      rule: 'input',
      message,
      instead: instead || 'Give a file that may be read.',
    })
  }
}

const reasons: Readonly<Record<string, { readonly message: string; readonly instead: string }>> = {
  ENOENT: { message: 'there is no such file', instead: 'Give a file that is there.' },
  EISDIR: {
    message: 'is a directory',
    instead: 'Name its files, or lint what is made of it: kubectl kustomize … | readyz lint -',
  },
}
