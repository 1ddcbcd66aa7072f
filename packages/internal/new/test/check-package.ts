import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import type { Workspace } from './temporary-workspace.ts'

/** The time limit in milliseconds of a test that runs several tools. */
export const toolTimeout = 120_000

/**
 * Returns the output of each tool that fails for the package, by its command. Empty if all pass.
 */
export async function findProblems(
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
    const { succeeded, output } = await run(tool, ...args)
    if (!succeeded) found[[tool, ...args].join(' ')] = output
  }
  return found
}

/** The result of one test of a package. */
export interface TestOutcome {
  readonly file: string
  readonly title: string
  readonly isPassed: boolean
  readonly isFailed: boolean
  /** The failure messages. */
  readonly message: string
}

interface Report {
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
): Promise<readonly TestOutcome[]> {
  const file = path.join(root, 'report.json')
  const reporter = ['--reporter=json', `--outputFile=${file}`]
  const { output } = await run('vitest', 'run', folder, ...reporter)
  return readReport(file, output).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => ({
      file: path.basename(name),
      title,
      isPassed: status === 'passed',
      isFailed: status === 'failed',
      message: failureMessages.join('\n'),
    })),
  )
}

function readReport(file: string, output: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`vitest wrote no report, its output is: ${output}`, { cause })
  }
}

/**
 * Asserts that one test fails and names the part to write, that the tests which need this part are
 * skipped, and that all other tests pass.
 */
export function expectUnwrittenPart(outcomes: readonly TestOutcome[], part: string): void {
  const isConformanceTest = ({ file }: TestOutcome) => file === 'conformance.test.ts'
  expect(outcomes.filter(isConformanceTest).length).toBeGreaterThan(10)
  expect(outcomes.filter((each) => !isConformanceTest(each)).length).toBeGreaterThan(1)
  expect(outcomes.filter((each) => !isConformanceTest(each) && !each.isPassed)).toEqual([])
  const failed = outcomes.filter(({ isFailed }) => isFailed)
  expect(failed).toMatchObject([{ message: expect.stringContaining(part) }])
  const passed = outcomes.filter((each) => isConformanceTest(each) && each.isPassed)
  expect(passed.length).toBeLessThan(2)
}

/** A text of the template, and the text that an author writes instead. */
export type Replacement = readonly [from: string | RegExp, to: string]

/** Replaces the texts in a file. Throws if the file does not contain one of them. */
export function replaceTexts(file: string, replacements: readonly Replacement[]): void {
  const replaced = replacements.reduce(
    (text, [from, to]) => {
      const next = text.replace(from, () => to)
      if (next === text) throw new Error(`${file} does not contain ${String(from)}`)
      return next
    },
    readFileSync(file, 'utf8'),
  )
  writeFileSync(file, replaced)
}
