import { type Checker, describeCause } from '@readyz/core'
import type { Authorities } from '../read/ca.ts'
import { redactCause } from '../redact/cause.ts'
import type { Redact } from '../redact/secrets.ts'
import { UsageError } from '../usage.ts'

/** Something to wait for. */
export interface Dependency {
  /** What it is called in all that is printed. */
  readonly title: string
  /** For what a server or a client says about it. */
  readonly redact: Redact
  /** Whether its certificate is verified, or can be with `--ca`. */
  readonly isSecure: boolean
  /** Loads what checks it. */
  open(authorities?: Authorities): Promise<Checker>
}

/** One that can be asked. */
export interface OpenDependency extends Pick<Dependency, 'title' | 'redact'> {
  readonly checker: Checker
}

/** A kind of dependency is an option of `wait`. */
export interface Kind {
  readonly option: string
  /** What its value looks like, in the help. */
  readonly value: string
  readonly description: string
  /** @throws UsageError for what is no such value */
  read(option: string, text: string): Dependency
}

/** @throws UsageError if a client cannot be made with what it was given: no time heals that */
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
