import { type Checker, describeCause } from '@readyz/core'
import { redactCause } from '../redact/cause.ts'
import type { Redact } from '../redact/secrets.ts'
import { UsageError } from '../usage.ts'

/** Something to wait for. */
export interface Dependency {
  /** What it is called in all that is printed. */
  readonly title: string
  /** For what a server or a client says about it. */
  readonly redact: Redact
  /** Loads what asks it. */
  open(): Promise<Checker>
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
export async function openDependency({ title, redact, open }: Dependency): Promise<OpenDependency> {
  try {
    return { title, redact, checker: await open() }
  } catch (error) {
    throw new UsageError(`${title}: ${describeCause(redactCause(error, redact))}`)
  }
}
