import { CheckError, type Reason, reasonOf } from '@readyz/core'
import { askServer, type MemjsServer } from './ask.ts'
import { ServerError } from './protocol.ts'

/** What one server failed with. */
interface Failure {
  readonly reason: Reason
  /** For the log: names the server. */
  readonly line: string
}

/**
 * Asks all servers at once.
 *
 * @throws CheckError unless every one answers; it says how many do not, and its cause which and why
 */
export async function askAll(
  servers: readonly MemjsServer[],
  failure: string,
  signal: AbortSignal,
): Promise<void> {
  const outcomes = await Promise.all(
    servers.map((server, index) =>
      askServer(server, signal).then(
        () => [],
        (error: NodeJS.ErrnoException) => [describe(error, server, index)],
      ),
    ),
  )
  const failures = outcomes.flat()
  const reasons = new Set(failures.map(({ reason }) => reason))
  const [code = 'error'] = reasons
  if (failures.length === 0) return
  throw new CheckError(count(failure, failures.length, servers.length), {
    code: reasons.size === 1 ? code : 'error',
    cause: new Error(failures.map(({ line }) => line).join('; ')),
  })
}

function describe(error: NodeJS.ErrnoException, server: MemjsServer, index: number): Failure {
  const { host, port } = server
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  // That of a name with several addresses, each of which refused, has no message.
  const seen = error.message || error.code
  const reason = error instanceof ServerError ? error.reason : reasonOf(error)
  return { reason, line: `servers[${index}] ${address}: ${seen}` }
}

// Of a single server the number would say nothing.
function count(failure: string, failed: number, all: number): string {
  return all === 1
    ? failure
    : failure.replace(/\.?$/, (end) => ` (${failed} of ${all} servers)${end}`)
}
