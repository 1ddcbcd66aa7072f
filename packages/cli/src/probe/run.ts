import { attempt } from '../attempt.ts'
import { showUrl } from '../read/show.ts'
import { httpChecker } from './http.ts'

/** Probes once, says what came of it, and gives the exit code. */
export async function runProbe(url: URL, timeout: number): Promise<number> {
  const started = performance.now()
  const failure = await attempt(httpChecker(url), timeout)
  const time = Math.round(performance.now() - started)
  if (failure === undefined) console.log(`healthy: ${showUrl(url.href)}, ${time} ms`)
  else console.error(`unhealthy: ${showUrl(url.href)}, ${failure.text}`)
  return failure === undefined ? 0 : 1
}
