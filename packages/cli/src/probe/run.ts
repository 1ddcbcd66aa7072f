import { attempt } from '../attempt.ts'
import type { HttpUrl } from '../read/url.ts'
import { knownFromUrl } from '../redact/known.ts'
import { redactor } from '../redact/secrets.ts'
import { showUrl } from '../redact/show.ts'
import { httpChecker } from './http.ts'

/** Probes once, prints the result, and gives the exit code. */
export async function runProbe(target: HttpUrl, timeout: number): Promise<number> {
  const started = performance.now()
  const redact = redactor(knownFromUrl(target.url.href))
  const failure = await attempt(httpChecker(target), timeout, redact)
  const time = Math.round(performance.now() - started)
  if (failure === undefined) console.log(`healthy: ${showUrl(target.url.href)}, ${time} ms`)
  else console.error(`unhealthy: ${showUrl(target.url.href)}, ${failure.text}`)
  return failure === undefined ? 0 : 1
}
