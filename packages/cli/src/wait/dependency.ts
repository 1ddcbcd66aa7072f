import { type Checker, describeCause } from '@readyz/core'
import type { Authorities } from '../parse/certificate-authorities.ts'
import { redactCause } from '../redact/cause.ts'
import type { Redact } from '../redact/redactor.ts'
import { UsageError } from '../usage-error.ts'

/** A dependency to wait for. */
export interface Dependency {
  /** Its name in the output. Contains no secret. */
  readonly title: string
  /** Removes its secrets from messages of servers and clients. */
  readonly redact: Redact
  /** Whether its certificate is verified, by default or with `--ca`. */
  readonly isSecure: boolean
  /** Loads its client and returns its checker. */
  open(authorities?: Authorities): Promise<Checker>
}

/** A dependency whose checker has been created. */
export interface OpenDependency extends Pick<Dependency, 'title' | 'redact'> {
  readonly checker: Checker
}

/** A kind of dependency, which is an option of `wait`. */
export interface DependencyKind {
  readonly option: string
  /** The format of its value, for the help. */
  readonly value: string
  readonly description: string
  /** @throws UsageError for an invalid value */
  read(option: string, text: string): Dependency
}

/**
 * Creates the checker of a dependency.
 *
 * @throws UsageError if its client rejects the configuration, because waiting cannot correct it
 */
export async function openDependency(
  { title, redact, isSecure, open }: Dependency,
  authorities?: Authorities,
): Promise<OpenDependency> {
  try {
    return { title, redact, checker: await open(isSecure ? authorities : undefined) }
  } catch (error) {
    throw new UsageError(`${title}: ${describeCause(redactCause(error, redact))}`)
  }
}
