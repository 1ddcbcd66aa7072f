import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import type { Workspace } from './workspace.ts'

/** Milliseconds for a few tools, of which the tests are the slowest, on a busy machine. */
export const time = 120_000

/** What the tools of the top have to say against a package, by tool: nothing, if all is well. */
export async function complaints(
  { run }: Workspace,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const build = ['tsc', '-b', folder] as const
  const checks = [
    ['tsc'],
    ['oxlint', '--type-aware', folder],
    ['biome', 'check', folder],
    ['knip', '--workspace', folder],
  ] as const
  const found: Record<string, string> = {}
  for (const [tool, ...args] of [build, ...checks]) {
    const { isGreen, output } = await run(tool, ...args)
    if (!isGreen) found[[tool, ...args].join(' ')] = output
  }
  return found
}

/** How one test of a package went. */
export interface Outcome {
  readonly file: string
  readonly title: string
  readonly isPassed: boolean
  readonly isFailed: boolean
  /** Why not. */
  readonly message: string
}

interface Result {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

export async function runTests(
  { root, run }: Workspace,
  folder: string,
): Promise<readonly Outcome[]> {
  const file = path.join(root, 'outcome.json')
  const report = ['--reporter=json', `--outputFile=${file}`]
  const { output } = await run('vitest', 'run', folder, ...report)
  return readOutcome(file, output).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => ({
      file: path.basename(name),
      title,
      isPassed: status === 'passed',
      isFailed: status === 'failed',
      message: failureMessages.join('\n'),
    })),
  )
}

function readOutcome(file: string, output: string): Result {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`vitest wrote no outcome: ${output}`, { cause })
  }
}

/** What is there passes. Of what an author has to write, one test fails and names the place. The others are skipped. */
export function expectUnfilled(outcomes: readonly Outcome[], place: string): void {
  const isToFill = ({ file }: Outcome) => file === 'conformance.test.ts'
  expect(outcomes.filter(isToFill).length).toBeGreaterThan(10)
  expect(outcomes.filter((each) => !isToFill(each)).length).toBeGreaterThan(1)
  expect(outcomes.filter((each) => !isToFill(each) && !each.isPassed)).toEqual([])
  const failed = outcomes.filter(({ isFailed }) => isFailed)
  expect(failed).toMatchObject([{ message: expect.stringContaining(place) }])
  const passed = outcomes.filter((each) => isToFill(each) && each.isPassed)
  expect(passed.length).toBeLessThan(2)
}

/** What an author writes, and in place of what. */
export type Filling = readonly [from: string | RegExp, to: string]

/** Does what an author does. Throws for what is not there. */
export function fillIn(file: string, fillings: readonly Filling[]): void {
  const filled = fillings.reduce(
    (text, [from, to]) => {
      const next = text.replace(from, () => to)
      if (next === text) throw new Error(`${file} has no ${String(from)}`)
      return next
    },
    readFileSync(file, 'utf8'),
  )
  writeFileSync(file, filled)
}
