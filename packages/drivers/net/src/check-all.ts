import { type CheckContext, CheckError, type Reason, reasonOf } from '@readyz/core'
import { withEarlyDeadline } from './deadline.ts'
import { isServerError } from './server-error.ts'

/** One of the servers that a check asks. */
export interface CheckedServer {
  /** What the log calls it. */
  readonly title: string
  /** What it rejects with is for the log too. */
  check(signal: AbortSignal): Promise<unknown>
}

export interface CheckAllOptions {
  /** The sentence for the public, in which the number is put. */
  readonly failure: string
  /** What several of them are called, such as `servers`. */
  readonly noun: string
  /**
   * Why one failed. Default: that of a `ServerError`, which may be its cause, else that of core.
   */
  readonly reasonOf?: (error: unknown) => Reason
}

/** Finds the servers within the time limit, which is a little less than that of the check. */
export type FindServers = (time: {
  readonly signal: AbortSignal
  readonly timeout: number
}) => Promise<readonly CheckedServer[]>

/**
 * Asks all servers at once, all of which must answer. They have four fifths of the check's time: of
 * a check that takes all of it core says that it was late, but nobody could say which of the
 * servers it was.
 *
 * @throws CheckError that says how many of how many did not answer; its cause says which and why
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

/** What is wrong with a server, which is nothing or one thing. */
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

function failureOf(error: unknown, { reasonOf: classify }: CheckAllOptions, who: string) {
  const reason = (classify ?? reasonOfServer)(error)
  return { reason, line: `${who}${textOf(error)}` }
}

function reasonOfServer(error: unknown): Reason {
  return [error, Object(error).cause].find(isServerError)?.reason ?? reasonOf(error)
}

// That of a name with several addresses, each of which refused, has no message; that of a sentence
// for the public says more in its cause.
function textOf(error: unknown): string {
  const { message, code, cause } = Object(error)
  const because: unknown = Object(cause).message
  return [message || code, because].filter(Boolean).join(': ')
}

// Of a single server the number would say nothing.
function messageOf({ failure, noun }: CheckAllOptions, failed: number, all: number): string {
  return all === 1
    ? failure
    : failure.replace(/\.?$/, (end) => ` (${failed} of ${all} ${noun})${end}`)
}
