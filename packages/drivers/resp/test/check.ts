import type { Address } from '@readyz/conformance'
import type { Reason } from '@readyz/core'
import { checkAll } from '@readyz/net'
import { type RespServer, respServer } from '../src/index.ts'

/** Milliseconds for a check that ends by itself: only a check that hangs needs all of them. */
export const generous = 20_000
/** Milliseconds for a check that is expected to time out, and what stands in the log then. */
export const brief = 800
export const late = 'no answer within 640 ms'

/** What a check of it says: `pass`, or the reason and what stands in the log. */
export async function check(server: RespServer, timeout = generous): Promise<string> {
  return outcomeOf(respServer(server), timeout)
}

export async function outcomeOf(
  server: ReturnType<typeof respServer>,
  timeout = generous,
): Promise<string> {
  const context = { signal: new AbortController().signal, timeout }
  const options = { failure: 'cannot connect to redis.', noun: 'nodes' }
  return checkAll(context, [server], options).then(
    () => 'pass',
    (error: { readonly code: Reason; readonly cause: Error }) =>
      `${error.code}: ${error.cause.message.replace(`${server.title}: `, '')}`,
  )
}

export const at = ({ host, port }: Address) => ({ connect: { host, port } })
