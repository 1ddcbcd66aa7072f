import { type CheckedServer, onAbort, redactErrors, ServerError } from '@readyz/net'
import { authCommands } from './commands.ts'
import type { Value } from './protocol.ts'
import { sendCommands, titleOf } from './send-commands.ts'
import { type RespServer, respServer } from './server.ts'

/** A server that is found through sentinels, by the name of its group. */
export interface Sentinels {
  readonly name: string
  readonly sentinels: readonly RespServer[]
  /** The server that they name. */
  masterAt(host: string, port: number): RespServer
}

/**
 * Asks the master that the sentinels name. They are all asked at once and the first to know it is believed: one that
 * hangs is no outage, and a client takes the next.
 */
export function sentinelsMaster({ name, sentinels, masterAt }: Sentinels): CheckedServer {
  return {
    title: name,
    async check(signal) {
      const [host, port] = await findMaster(name, sentinels, signal)
      const server = masterAt(String(host), Number(port))
      // A sentinel may name what it likes.
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
  // Ends those that have not answered when one has.
  const controller = new AbortController()
  const end = () => controller.abort(signal.reason)
  const removeListener = onAbort(signal, end)
  try {
    return await Promise.any(sentinels.map((each) => querySentinel(name, each, controller.signal)))
  } catch (error) {
    // One of them stands for all.
    throw Object(error).errors[0]
  } finally {
    removeListener()
    end()
  }
}

async function querySentinel(name: string, sentinel: RespServer, signal: AbortSignal) {
  const command = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]
  const asked = sendCommands(sentinel, [...authCommands(sentinel), command], signal)
  const replies = await asked.catch(rethrow(`the sentinel ${titleOf(sentinel)}`))
  const master = replies.at(-1)
  if (Array.isArray(master) && master.length > 0) return master
  throw new ServerError(`the sentinel ${titleOf(sentinel)}: knows no master`, 'error')
}

const rethrow = (who: string) => (cause: unknown) => {
  throw new Error(who, { cause })
}
