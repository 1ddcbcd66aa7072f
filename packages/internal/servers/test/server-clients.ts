import { once } from 'node:events'
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { createConnection } from 'mysql2/promise'
import { Client, type ClientConfig } from 'pg'

/** Connects to PostgreSQL and queries the name of the account. */
export async function queryPostgres(connection: string | ClientConfig): Promise<unknown> {
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

/** The result of `queryPostgres` and `queryMysqlServer` with the account `app`. */
export const rowsOfApp = [{ name: 'app' }]

/** Connects to MariaDB or MySQL and queries the name of the account. */
export async function queryMysqlServer(url: string, connectTimeout = 60_000): Promise<unknown> {
  const connection = await createConnection({ uri: url, connectTimeout })
  try {
    const [rows] = await connection.query("SELECT SUBSTRING_INDEX(USER(), '@', 1) AS name")
    return rows
  } finally {
    await connection.end()
  }
}

/** Returns the first line of the response to `version`. */
export function requestMemcached(address: NetConnectOpts): Promise<string> {
  return sendAndReceive(connect(address), 'version\r\n')
}

/** Returns the response to one line of the Redis protocol. */
export function requestRedis(address: NetConnectOpts, line = 'PING'): Promise<string> {
  return sendAndReceive(connect(address), `${line}\r\n`)
}

/** Sends a text and returns the first data that arrives. Closes the socket. */
export async function sendAndReceive(socket: Socket, text: string): Promise<string> {
  try {
    socket.write(text)
    const [answer] = await once(socket, 'data')
    return String(answer)
  } finally {
    socket.destroy()
  }
}
