import { readFileSync } from 'node:fs'
import { redactFileName } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'

/** Certificate authorities that are trusted instead of Node's list. */
export interface Authorities {
  readonly file: string
  readonly pem: string
}

/**
 * Reads a file of certificate authorities.
 *
 * @throws UsageError for a file that contains no certificate in PEM
 */
export function readAuthorities(option: string, file: string): Authorities {
  const pem = readPem(option, file)
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return { file, pem }
  throw new UsageError(`${option}: ${redactFileName(file)} contains no certificate in PEM`)
}

/**
 * Reads a PEM file.
 *
 * @throws UsageError for a file that cannot be read
 */
export function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = 'unknown error' } = Object(error)
    throw new UsageError(`${option}: ${redactFileName(file)} cannot be read (${code})`, {
      cause: error,
    })
  }
}
