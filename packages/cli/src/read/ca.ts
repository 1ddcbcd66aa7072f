import { readFileSync } from 'node:fs'
import { showFile } from '../redact/show.ts'
import { UsageError } from '../usage.ts'

/** The certificates of the authorities that are trusted in place of the list of Node. */
export interface Authorities {
  readonly file: string
  readonly pem: string
}

/** @throws UsageError for a file that contains no certificate in PEM */
export function readAuthorities(option: string, file: string): Authorities {
  const pem = readPem(option, file)
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return { file, pem }
  throw new UsageError(`${option}: ${showFile(file)} contains no certificate in PEM`)
}

/** @throws UsageError for a file that cannot be read */
export function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = 'unknown error' } = Object(error)
    throw new UsageError(`${option}: ${showFile(file)} cannot be read (${code})`, { cause: error })
  }
}
