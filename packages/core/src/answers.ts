import type { Finding } from './finding.ts'
import { type CheckResult, type Report, type Status, worst } from './report.ts'
import { isoDate } from './time.ts'

/** The response that an adapter sends in one piece. Frozen, and shared between requests. */
export interface ProbeResponse {
  readonly status: number
  /** Complete, with Content-Length. */
  readonly headers: Readonly<Record<string, string>>
  /** The body for a GET. The response to a HEAD has no body. */
  readonly body: string
}

/** The formats of a response. `negotiated` is JSON because of the Accept header. */
export type Format = 'text' | 'verbose' | 'json' | 'negotiated'

/** The responses of one finished run. Each is built when it is first needed. */
export interface Answers {
  readonly report: Report
  respond(format: Format): ProbeResponse
}

interface AnswersOptions {
  readonly probe: 'liveness' | 'readiness'
  readonly failureStatus: number
}

export function createAnswers(options: AnswersOptions, findings: readonly Finding[]): Answers {
  const status = worst(findings)
  const responses: Partial<Record<Format, ProbeResponse>> = {}
  let report: Report | undefined
  const getReport = () => {
    report ??= Object.freeze({ status, checks: Object.freeze(findings.map(createResult)) })
    return report
  }

  function createResponse(format: Format): ProbeResponse {
    if (format === 'text' && status !== 'fail') return ok
    const code = status === 'fail' ? options.failureStatus : 200
    if (format === 'text') return compose(code, textBody(findings))
    if (format === 'verbose') return compose(code, verboseBody(options.probe, status, findings))
    const vary = format === 'negotiated' ? { Vary: 'Accept' } : {}
    const type = { 'Content-Type': 'application/json; charset=utf-8' }
    return compose(code, JSON.stringify(getReport()), { ...type, ...vary })
  }

  return {
    get report() {
      return getReport()
    },
    respond(format) {
      try {
        responses[format] ??= createResponse(format)
        return responses[format]
      } catch {
        return unwritable
      }
    },
  }
}

/** The public part of a finding. */
function createResult(finding: Finding): CheckResult {
  const { name, status, durationMs, checkedAt, first, reason, message } = finding
  return Object.freeze({
    name,
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    checkedAt: isoDate(checkedAt),
    since: isoDate(first.date),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
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
// For a runtime in which something that `compose` calls was replaced and throws.
const unwritable = compose(503, 'the report cannot be written.')

function textBody(findings: readonly Finding[]): string {
  const failed = findings.filter(({ status }) => status === 'fail')
  return failed.map(({ name, message }) => `${name}: ${message}`).join('\n')
}

// The format of the Kubernetes API server, which has no line for a warning.
function verboseBody(probe: string, status: Status, findings: readonly Finding[]): string {
  const lines = findings.map((finding) => {
    if (finding.status === 'pass') return `[+]${finding.name} ok`
    return finding.status === 'warn'
      ? `[!]${finding.name} warned: ${finding.message}`
      : `[-]${finding.name} failed: ${finding.message}`
  })
  return [...lines, `${probe} check ${status === 'fail' ? 'failed' : 'passed'}`].join('\n')
}
