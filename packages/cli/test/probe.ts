import { attempt } from '../src/attempt.ts'
import { httpChecker } from '../src/probe/http.ts'
import { readHttpUrl } from '../src/read/url.ts'

/** The problem of a URL, or `healthy`. */
export async function probe(url: string, timeout = 1000): Promise<string> {
  const failure = await attempt(httpChecker(readHttpUrl('url', url)), timeout, (text) => text)
  return failure?.text ?? 'healthy'
}
