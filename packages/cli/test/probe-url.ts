import { parseHttpUrl } from '../src/parse/url.ts'
import { httpChecker } from '../src/probe/http-checker.ts'
import { runCheck } from '../src/run-check.ts'

/** Returns the problem of a URL, or `healthy`. */
export async function probe(url: string, timeout = 1000): Promise<string> {
  const failure = await runCheck(httpChecker(parseHttpUrl('url', url)), timeout, (text) => text)
  return failure?.text ?? 'healthy'
}
