import { once } from 'node:events'
import { connect } from 'node:net'
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

export async function askMariadb(url: string, connectTimeout = 5000): Promise<unknown> {
  const connection = await createConnection({ uri: url, connectTimeout })
  try {
    const [rows] = await connection.query("SELECT SUBSTRING_INDEX(USER(), '@', 1) AS name")
    return rows
  } finally {
    await connection.end()
  }
}

/** The first line that it answers to `version`. */
export async function askMemcached(address: { host: string; port: number }): Promise<string> {
  const socket = connect(address)
  try {
    socket.write('version\r\n')
    const [line] = await once(socket, 'data')
    return String(line)
  } finally {
    socket.destroy()
  }
}
