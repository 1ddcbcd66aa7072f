import type { Finding } from './check.ts'
import { type CheckResult, type Report, worst } from './report.ts'

/** What an adapter writes, in one piece. Frozen, and shared between requests. */
export interface ProbeResponse {
  readonly status: number
  /** Complete, with Content-Length. */
  readonly headers: Readonly<Record<string, string>>
  /** What a GET gets; for a HEAD the HTTP server leaves it out. */
  readonly body: string
}

/** The forms of one answer. `negotiated` is JSON because of the Accept header. */
export type Format = 'text' | 'verbose' | 'json' | 'negotiated'

/** Everything that can be said of one finished run, built when it is first asked for. */
export interface Answers {
  readonly report: Report
  respond(format: Format): ProbeResponse
}

interface AnswersOptions {
  readonly probe: 'liveness' | 'readiness'
  readonly failureStatus: number
}

export function createAnswers(
  options: AnswersOptions,
  results: () => readonly CheckResult[],
): Answers {
  const responses: Partial<Record<Format, ProbeResponse>> = {}
  let report: Report | undefined
  const getReport = () => {
    if (report === undefined) {
      const checks = Object.freeze(results())
      report = Object.freeze({ status: worst(checks.map(({ status }) => status)), checks })
    }
    return report
  }
  return {
    get report() {
      return getReport()
    },
    respond(format) {
      responses[format] ??= createResponse(options, getReport(), format)
      return responses[format]
    },
  }
}

/** The public part of what a check found. */
export function createResult(finding: Finding): CheckResult {
  const { name, status, durationMs, checkedAt, since, reason, message } = finding
  return Object.freeze({
    name,
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    checkedAt: new Date(checkedAt).toISOString(),
    since: new Date(since).toISOString(),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  })
}

function createResponse(options: AnswersOptions, report: Report, format: Format): ProbeResponse {
  const status = report.status === 'fail' ? options.failureStatus : 200
  if (format === 'verbose') return compose(status, verboseBody(options.probe, report))
  if (format === 'text') return status === 200 ? ok : compose(status, textBody(report))
  const vary = format === 'negotiated' ? { Vary: 'Accept' } : {}
  return compose(status, JSON.stringify(report), {
    'Content-Type': 'application/json; charset=utf-8',
    ...vary,
  })
}

function compose(
  status: number,
  body: string,
  special: Readonly<Record<string, string>> = {},
): ProbeResponse {
  const headers = Object.freeze({
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(new TextEncoder().encode(body).length),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...special,
  })
  return Object.freeze({ status, headers, body })
}

const ok = compose(200, 'OK')

function textBody({ checks }: Report): string {
  const failed = checks.filter(({ status }) => status === 'fail')
  return failed.map(({ name, message }) => `${name}: ${message}`).join('\n')
}

// As the Kubernetes API server prints them, which has no warnings.
function verboseBody(probe: string, { status, checks }: Report): string {
  const lines = checks.map((check) => {
    if (check.status === 'pass') return `[+]${check.name} ok`
    return check.status === 'warn'
      ? `[!]${check.name} warned: ${check.message}`
      : `[-]${check.name} failed: ${check.message}`
  })
  return [...lines, `${probe} check ${status === 'fail' ? 'failed' : 'passed'}`].join('\n')
}
