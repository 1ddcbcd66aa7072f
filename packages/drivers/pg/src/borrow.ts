import { until } from '@readyz/net'
import { expectOneRow } from '@readyz/sql'
import { noop, type PgPool, type PgPooledClient, streamOf } from './client.ts'

/** Asks over a connection of the application's pool, and gives it back, or throws it away if it failed. */
export async function askPool(pool: PgPool, statement: string, signal: AbortSignal): Promise<void> {
  const client = await connect(pool, signal)
  client.on('error', noop)
  try {
    expectOneRow(await until(signal, client.query(statement)))
  } catch (error) {
    discard(client)
    throw error
  }
  client.removeListener('error', noop)
  client.release()
}

async function connect(pool: PgPool, signal: AbortSignal): Promise<PgPooledClient> {
  const connecting = pool.connect()
  try {
    return await until(signal, connecting)
  } catch (error) {
    // One that comes after all has to go back, or the pool has a slot less for good.
    connecting.then((late) => late.release(), noop)
    throw error
  }
}

// `release(true)` alone waits for a frozen server to close the connection, and so do those who wait for the slot.
function discard(client: PgPooledClient): void {
  const stream = streamOf(client)
  client.release(true)
  stream?.destroy()
}
