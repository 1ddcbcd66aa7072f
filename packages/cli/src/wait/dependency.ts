import type { Checker } from '@readyz/core'

/** Something to wait for. */
export interface Dependency {
  /** What it is called in all that is printed. */
  readonly title: string
  /** What must not be printed, whoever says it. */
  readonly secrets: readonly string[]
  /** Loads what asks it. */
  open(): Promise<Checker>
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
