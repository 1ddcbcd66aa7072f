import type { Duplex } from 'node:stream'
import {
  type ConnectionScope,
  closed,
  connectionScope,
  containListeners,
  containStream,
  destroyOnAbort,
  limitBytes,
  openSocket,
  redactErrors,
  replaceMethod,
  untilAborted,
} from '@readyz/net'
import { expectOneRow } from '@readyz/sql'
import {
  type ClientConstructor,
  noop,
  type PgClient,
  type PgConfig,
  passwordOf,
  streamOf,
} from './client.ts'
import { inspectMessages } from './inspect-messages.ts'

/** Asks over a connection of our own, which is gone afterwards, however it ends. */
export function queryDedicatedConnection(
  Client: ClientConstructor,
  config: PgConfig,
  statement: string,
  signal: AbortSignal,
): Promise<void> {
  let asked: PgClient | undefined
  const ask = async (scope: ConnectionScope) => {
    const socket = openStream(config, scope)
    const client = new Client({ ...config, stream: socket })
    asked = client
    client.on('error', noop)
    if (streamOf(client) !== socket)
      throw new TypeError('pg.native takes no stream: use mode "pool"')
    inspectStreamOf(client, scope)
    await untilAborted(scope.signal, client.connect())
    expectOneRow(await untilAborted(scope.signal, client.query(statement)))
    // Says goodbye, but does not wait for the server to say it too, as `end()` does, for ever.
    streamOf(client)?.once('finish', () => socket.destroy())
    client.end().catch(noop)
    await closed(socket)
  }
  return redactErrors(
    () => [asked && passwordOf(asked)],
    () => connectionScope(signal, ask),
  )
}

/** The end of the scope destroys it. */
function openStream({ stream, ssl }: PgConfig, { signal, fail }: ConnectionScope): Duplex {
  const made =
    typeof stream === 'function' ? destroyOnAbort(signal, stream({ ssl })) : openSocket(signal)
  containStream(made, fail, limitBytes())
  return made
}

/** pg tells itself here which stream carries its messages: the driver's, or the TLS that pg wraps around it. */
function inspectStreamOf(client: PgClient, { fail }: ConnectionScope): void {
  const { connection } = client as { connection?: { attachListeners?: unknown } }
  const attach = connection?.attachListeners
  if (connection === undefined || typeof attach !== 'function') return
  replaceMethod(connection, 'attachListeners', (stream: Duplex) => {
    containListeners(stream, fail, inspectMessages())
    return Reflect.apply(attach, connection, [stream])
  })
}
