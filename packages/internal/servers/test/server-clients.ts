import { once } from 'node:events'
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { createConnection } from 'mysql2/promise'
import { Client, type ClientConfig } from 'pg'

/** Connects to a PostgreSQL and asks who it is. */
export async function ask(connection: string | ClientConfig): Promise<unknown> {
  const client = new Client(connection)
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query('SELECT current_user AS name')
    return rows
  } finally {
    await client.end()
  }
}

export const asApp = [{ name: 'app' }]

export async function askMariadb(url: string, connectTimeout = 60_000): Promise<unknown> {
  const connection = await createConnection({ uri: url, connectTimeout })
  try {
    const [rows] = await connection.query("SELECT SUBSTRING_INDEX(USER(), '@', 1) AS name")
    return rows
  } finally {
    await connection.end()
  }
}

/** The first line that it answers to `version`. */
export function askMemcached(address: NetConnectOpts): Promise<string> {
  return say(connect(address), 'version\r\n')
}

/** What it answers to one line of Redis' protocol. */
export function askRedis(address: NetConnectOpts, line = 'PING'): Promise<string> {
  return say(connect(address), `${line}\r\n`)
}

/** The first that comes back on a socket, which is gone afterwards. */
export async function say(socket: Socket, text: string): Promise<string> {
  try {
    socket.write(text)
    const [answer] = await once(socket, 'data')
    return String(answer)
  } finally {
    socket.destroy()
  }
}
