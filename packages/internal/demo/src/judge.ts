import { timeoutSeconds } from '@readyz/example-express-pg'
import type { Answer } from './kubelet.ts'

/** What was seen after a step. */
export interface Observation {
  readonly liveness: Answer
  readonly readiness: Answer
  readonly page?: Answer | undefined
}

export interface Expected {
  readonly readiness: Pick<Answer, 'status' | 'body' | 'reason'>
  /** Only the status: it shows times. Absent when nobody visits it. */
  readonly page?: Pick<Answer, 'status'>
}

export const ok = { status: 200, body: 'OK' } as const

const most = timeoutSeconds * 1000

/** What is wrong with the answers, in sentences; nothing if all is as it should be. */
export function judge(seen: Observation, expected: Expected): readonly string[] {
  return [
    ...compare('liveness', seen.liveness, { ...ok, reason: undefined }),
    ...compare('readiness', seen.readiness, { reason: undefined, ...expected.readiness }),
    ...(expected.page ? compare('page', seen.page, expected.page) : []),
  ]
}

function compare(
  what: string,
  answer: Answer | undefined,
  expected: Partial<Answer>,
): readonly string[] {
  if (answer === undefined) return [`${what}: nobody asked`]
  const wrong: string[] = []
  for (const key of ['status', 'body', 'reason'] as const) {
    if (!(key in expected) || answer[key] === expected[key]) continue
    wrong.push(`${what}: expected ${key} ${show(expected[key])}, got ${show(answer[key])}`)
  }
  const { milliseconds } = answer
  if (milliseconds >= most) {
    wrong.push(`${what}: expected an answer within ${most} ms, got it after ${milliseconds} ms`)
  }
  return wrong
}

function show(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value)
}
