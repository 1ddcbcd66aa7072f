import { type AskedServer, concealing, onAbort, ServerError } from '@readyz/net'
import { askOver, titleOf } from './connection.ts'
import type { Value } from './protocol.ts'
import { authOf } from './question.ts'
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
export function sentinelsMaster({ name, sentinels, masterAt }: Sentinels): AskedServer {
  return {
    title: name,
    async ask(signal) {
      const [host, port] = await findMaster(name, sentinels, signal)
      const server = masterAt(String(host), Number(port))
      // A sentinel may name what it likes.
      const passwords = [...sentinels, server].map(({ password }) => password)
      await concealing(
        () => passwords,
        () => askMaster(server, signal),
      )
    },
  }
}

async function askMaster(server: RespServer, signal: AbortSignal): Promise<void> {
  const { title, ask } = respServer(server)
  await ask(signal).catch(rethrow(`its master ${title}`))
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
    return await Promise.any(sentinels.map((each) => askSentinel(name, each, controller.signal)))
  } catch (error) {
    // One of them stands for all.
    throw Object(error).errors[0]
  } finally {
    removeListener()
    end()
  }
}

async function askSentinel(name: string, sentinel: RespServer, signal: AbortSignal) {
  const question = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]
  const asked = askOver(sentinel, [...authOf(sentinel), question], signal)
  const replies = await asked.catch(rethrow(`the sentinel ${titleOf(sentinel)}`))
  const master = replies.at(-1)
  if (Array.isArray(master) && master.length > 0) return master
  throw new ServerError(`the sentinel ${titleOf(sentinel)}: knows no master`, 'error')
}

const rethrow = (who: string) => (cause: unknown) => {
  throw new Error(who, { cause })
}
