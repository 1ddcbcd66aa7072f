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

/** Opens a dedicated connection, runs the statement on it, and closes it, also after a failure. */
export function queryDedicatedConnection(
  Client: ClientConstructor,
  config: PgConfig,
  statement: string,
  signal: AbortSignal,
): Promise<void> {
  let dedicated: PgClient | undefined
  const query = async (scope: ConnectionScope) => {
    const socket = openStream(config, scope)
    const client = new Client({ ...config, stream: socket })
    dedicated = client
    client.on('error', noop)
    if (streamOf(client) !== socket)
      throw new TypeError('pg.native does not accept a stream; use mode "pool"')
    inspectStreamOf(client, scope)
    await untilAborted(scope.signal, client.connect())
    expectOneRow(await untilAborted(scope.signal, client.query(statement)))
    // `end()` sends Terminate. It settles only when the server closes the connection, which a
    // frozen server does not do.
    streamOf(client)?.once('finish', () => socket.destroy())
    client.end().catch(noop)
    await closed(socket)
  }
  return redactErrors(
    () => [dedicated && passwordOf(dedicated)],
    () => connectionScope(signal, query),
  )
}

/** The stream of the connection, which is destroyed at the end of the scope. */
function openStream({ stream, ssl }: PgConfig, { signal, fail }: ConnectionScope): Duplex {
  const duplex =
    typeof stream === 'function' ? destroyOnAbort(signal, stream({ ssl })) : openSocket(signal)
  containStream(duplex, fail, limitBytes())
  return duplex
}

/**
 * pg calls `attachListeners` with the stream that carries its messages, which is the driver's
 * stream or TLS over it.
 */
function inspectStreamOf(client: PgClient, { fail }: ConnectionScope): void {
  const { connection } = client as { connection?: { attachListeners?: unknown } }
  const attach = connection?.attachListeners
  if (connection === undefined || typeof attach !== 'function') return
  replaceMethod(connection, 'attachListeners', (stream: Duplex) => {
    containListeners(stream, fail, inspectMessages())
    return Reflect.apply(attach, connection, [stream])
  })
}
