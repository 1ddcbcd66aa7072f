import { type CheckContext, CheckError, type Reason, reasonOf } from '@readyz/core'
import { withEarlyDeadline } from './deadline.ts'
import { isServerError } from './server-error.ts'

/** A server that `checkAll` checks. */
export interface CheckedServer {
  /** The name of the server in the log. */
  readonly title: string
  /** Rejects with an error for the log. */
  check(signal: AbortSignal): Promise<unknown>
}

export interface CheckAllOptions {
  /** The public message, into which the number of failures is inserted. */
  readonly failure: string
  /** The plural for several servers, such as `servers`. */
  readonly noun: string
  /**
   * The reason of a failure. Default: the reason of a `ServerError`, which may be the cause, or
   * else `reasonOf` of core.
   */
  readonly reasonOf?: (error: unknown) => Reason
}

/** Finds the servers within the time limit, which is a little less than that of the check. */
export type FindServers = (time: {
  readonly signal: AbortSignal
  readonly timeout: number
}) => Promise<readonly CheckedServer[]>

/**
 * Checks all servers at once. All must answer within four fifths of the time limit. The rest of the
 * time is for the report, because core reports a check that uses its whole time limit as timed out,
 * without the names of the servers.
 *
 * @throws CheckError if a server fails. The message contains the number of failed servers, the
 *   cause names each failed server and its error.
 */
export async function checkAll(
  context: CheckContext,
  servers: readonly CheckedServer[] | FindServers,
  options: CheckAllOptions,
): Promise<void> {
  const outcomes = await withEarlyDeadline(context, (signal) => {
    const time = { signal, timeout: context.timeout }
    return typeof servers === 'function'
      ? findAndCheck(servers, time, options)
      : runChecks(servers, signal, options)
  })
  const failures = outcomes.flat()
  if (failures.length === 0) return
  const [code = 'error', ...others] = new Set(failures.map(({ reason }) => reason))
  throw new CheckError(messageOf(options, failures.length, outcomes.length), {
    code: others.length === 0 ? code : 'error',
    cause: new Error(failures.map(({ line }) => line).join('; ')),
  })
}

/** The failure of a server, or an empty list. */
type Outcome = readonly { readonly reason: Reason; readonly line: string }[]

function runChecks(
  servers: readonly CheckedServer[],
  signal: AbortSignal,
  options: CheckAllOptions,
): Promise<readonly Outcome[]> {
  return Promise.all(
    servers.map(async ({ title, check }) => {
      try {
        await check(signal)
        return []
      } catch (error) {
        return [failureOf(error, options, `${title}: `)]
      }
    }),
  )
}

async function findAndCheck(
  find: FindServers,
  time: Parameters<FindServers>[0],
  options: CheckAllOptions,
): Promise<readonly Outcome[]> {
  try {
    return await runChecks(await find(time), time.signal, options)
  } catch (error) {
    return [[failureOf(error, options, '')]]
  }
}

function failureOf(error: unknown, { reasonOf: classify }: CheckAllOptions, prefix: string) {
  const reason = (classify ?? reasonOfServer)(error)
  return { reason, line: `${prefix}${textOf(error)}` }
}

function reasonOfServer(error: unknown): Reason {
  return [error, Object(error).cause].find(isServerError)?.reason ?? reasonOf(error)
}

// The error of a name whose addresses all refuse has no message, only a code. A public error has
// its details in its cause.
function textOf(error: unknown): string {
  const { message, code, cause } = Object(error)
  const causeMessage: unknown = Object(cause).message
  return [message || code, causeMessage].filter(Boolean).join(': ')
}

// For a single server the number is omitted.
function messageOf({ failure, noun }: CheckAllOptions, failed: number, all: number): string {
  return all === 1
    ? failure
    : failure.replace(/\.?$/, (end) => ` (${failed} of ${all} ${noun})${end}`)
}
