import { timeoutSeconds } from '@readyz/example-express-pg'
import type { ProbeResult } from './kubelet.ts'

/** The results after a step. */
export interface Observation {
  readonly liveness: ProbeResult
  readonly readiness: ProbeResult
  readonly page?: ProbeResult | undefined
}

export interface Expected {
  readonly readiness: Pick<ProbeResult, 'status' | 'body' | 'reason'>
  /** Only the status, because the body contains times. Absent if the page is not requested. */
  readonly page?: Pick<ProbeResult, 'status'>
}

export const ok = { status: 200, body: 'OK' } as const

const limit = timeoutSeconds * 1000

/** Returns one sentence for each difference between the results and the expected ones. */
export function compareResults(observed: Observation, expected: Expected): readonly string[] {
  return [
    ...compare('liveness', observed.liveness, { ...ok, reason: undefined }),
    ...compare('readiness', observed.readiness, { reason: undefined, ...expected.readiness }),
    ...(expected.page ? compare('page', observed.page, expected.page) : []),
  ]
}

function compare(
  name: string,
  result: ProbeResult | undefined,
  expected: Partial<ProbeResult>,
): readonly string[] {
  if (result === undefined) return [`${name}: not requested`]
  const differences: string[] = []
  for (const key of ['status', 'body', 'reason'] as const) {
    if (!(key in expected) || result[key] === expected[key]) continue
    differences.push(`${name}: expected ${key} ${show(expected[key])}, got ${show(result[key])}`)
  }
  const { milliseconds } = result
  if (milliseconds >= limit) {
    differences.push(
      `${name}: expected a response within ${limit} ms, got it after ${milliseconds} ms`,
    )
  }
  return differences
}

function show(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
