import { closed, guard, openSocket, until } from '@readyz/net'
import { expectOneRow } from '@readyz/sql'
import { type ClientConstructor, noop, type PgConfig, streamOf } from './client.ts'

/** Asks over a connection of our own, which is gone afterwards, however it ends. */
export async function askOwn(
  Client: ClientConstructor,
  config: PgConfig,
  statement: string,
  signal: AbortSignal,
): Promise<void> {
  const { stream, ssl } = config
  const socket = typeof stream === 'function' ? guard(signal, stream({ ssl })) : openSocket(signal)
  try {
    const client = new Client({ ...config, stream: socket })
    client.on('error', noop)
    if (streamOf(client) !== socket)
      throw new TypeError('pg.native takes no stream: use mode "pool"')
    await until(signal, client.connect())
    expectOneRow(await until(signal, client.query(statement)))
    // Says goodbye, but does not wait for the server to say it too, as `end()` does, for ever.
    streamOf(client)?.once('finish', () => socket.destroy())
    client.end().catch(noop)
    await closed(socket)
  } finally {
    socket.destroy()
  }
}
