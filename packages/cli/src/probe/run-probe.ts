import type { HttpUrl } from '../parse/url.ts'
import { redactUrl } from '../redact/arguments.ts'
import { secretsInUrl } from '../redact/known-secrets.ts'
import { createRedactor } from '../redact/redactor.ts'
import { runCheck } from '../run-check.ts'
import { httpChecker } from './http-checker.ts'

/** Sends one probe, prints the result, and returns the exit code. */
export async function runProbe(target: HttpUrl, timeout: number): Promise<number> {
  const started = performance.now()
  const redact = createRedactor(secretsInUrl(target.url.href))
  const failure = await runCheck(httpChecker(target), timeout, redact)
  const time = Math.round(performance.now() - started)
  if (failure === undefined) console.log(`healthy: ${redactUrl(target.url.href)}, ${time} ms`)
  else console.error(`unhealthy: ${redactUrl(target.url.href)}, ${failure.text}`)
  return failure === undefined ? 0 : 1
}
