import type { Address } from '@readyz/conformance'
import type { Reason } from '@readyz/core'
import { checkAll } from '@readyz/net'
import { type RespServer, respServer } from '../src/index.ts'

/** Time limit in milliseconds of a check that ends by itself. */
export const generous = 20_000
/** Time limit in milliseconds of a check that is expected to time out. */
export const brief = 800
/** The error in the log for a server that does not answer within four fifths of `brief`. */
export const noAnswer = 'no answer within 640 ms'

/** Checks a server. Returns `pass`, or the reason and the error in the log. */
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
