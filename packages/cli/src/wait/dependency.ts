import { type Checker, describeCause } from '@readyz/core'
import { UsageError } from '../usage.ts'

/** Something to wait for. */
export interface Dependency {
  /** What it is called in all that is printed. */
  readonly title: string
  /** What must not be printed, whoever says it. */
  readonly secrets: readonly string[]
  /** Loads what asks it. */
  open(): Promise<Checker>
}

/** One that can be asked. */
export interface OpenDependency extends Pick<Dependency, 'title' | 'secrets'> {
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

/** What a URL holds that must not be printed, as it is written and as it is meant. */
export function secretsOf({ password, searchParams }: URL): readonly string[] {
  const secrets = [password, decodeURIComponent(password), searchParams.get('password') ?? '']
  return secrets.filter((secret) => secret !== '')
}

/** @throws UsageError if a client cannot be made with what it was given: no time heals that */
export async function openDependency({
  title,
  secrets,
  open,
}: Dependency): Promise<OpenDependency> {
  try {
    return { title, secrets, checker: await open() }
  } catch (error) {
    throw new UsageError(`${title}: ${hide(describeCause(error), secrets)}`)
  }
}

/** A text of someone who may have been told the secrets. */
export function hide(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}
