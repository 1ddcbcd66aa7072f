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
export function evaluate(observed: Observation, expected: Expected): readonly string[] {
  return [
    ...compare('liveness', observed.liveness, { ...ok, reason: undefined }),
    ...compare('readiness', observed.readiness, { reason: undefined, ...expected.readiness }),
    ...(expected.page ? compare('page', observed.page, expected.page) : []),
  ]
}

function compare(
  what: string,
  result: ProbeResult | undefined,
  expected: Partial<ProbeResult>,
): readonly string[] {
  if (result === undefined) return [`${what}: not requested`]
  const wrong: string[] = []
  for (const key of ['status', 'body', 'reason'] as const) {
    if (!(key in expected) || result[key] === expected[key]) continue
    wrong.push(`${what}: expected ${key} ${show(expected[key])}, got ${show(result[key])}`)
  }
  const { milliseconds } = result
  if (milliseconds >= limit) {
    wrong.push(`${what}: expected a response within ${limit} ms, got it after ${milliseconds} ms`)
  }
  return wrong
}

function show(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
