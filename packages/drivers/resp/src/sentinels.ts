import { type CheckedServer, onAbort, redactErrors, ServerError } from '@readyz/net'
import { authCommands } from './commands.ts'
import type { Value } from './protocol.ts'
import { sendCommands, titleOf } from './send-commands.ts'
import { type RespServer, respServer } from './server.ts'

/** A group of sentinels that report the master. */
export interface Sentinels {
  readonly name: string
  readonly sentinels: readonly RespServer[]
  /** The server at the address that a sentinel reports. */
  masterAt(host: string, port: number): RespServer
}

/**
 * Returns the master that the sentinels report, for `checkAll`. All sentinels are queried at once,
 * and the first address that arrives is used. A sentinel that hangs does not fail the check,
 * because a client would use the next one.
 */
export function sentinelsMaster({ name, sentinels, masterAt }: Sentinels): CheckedServer {
  return {
    title: name,
    async check(signal) {
      const [host, port] = await findMaster(name, sentinels, signal)
      const server = masterAt(String(host), Number(port))
      // A sentinel may report any text as an address.
      const passwords = [...sentinels, server].map(({ password }) => password)
      await redactErrors(
        () => passwords,
        () => checkMaster(server, signal),
      )
    },
  }
}

async function checkMaster(server: RespServer, signal: AbortSignal): Promise<void> {
  const { title, check } = respServer(server)
  await check(signal).catch(rethrow(`its master ${title}`))
}

async function findMaster(
  name: string,
  sentinels: readonly RespServer[],
  signal: AbortSignal,
): Promise<readonly Value[]> {
  // Cancels the other queries after the first reply.
  const controller = new AbortController()
  const end = () => controller.abort(signal.reason)
  const removeListener = onAbort(signal, end)
  try {
    return await Promise.any(sentinels.map((each) => querySentinel(name, each, controller.signal)))
  } catch (error) {
    // The first error represents all of them.
    throw Object(error).errors[0]
  } finally {
    removeListener()
    end()
  }
}

async function querySentinel(name: string, sentinel: RespServer, signal: AbortSignal) {
  const command = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]
  const sent = sendCommands(sentinel, [...authCommands(sentinel), command], signal)
  const replies = await sent.catch(rethrow(`the sentinel ${titleOf(sentinel)}`))
  const master = replies.at(-1)
  if (Array.isArray(master) && master.length > 0) return master
  throw new ServerError(`the sentinel ${titleOf(sentinel)}: reports no master`, 'error')
}

const rethrow = (server: string) => (cause: unknown) => {
  throw new Error(server, { cause })
}
