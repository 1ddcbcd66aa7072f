import { Client, type ClientConfig } from 'pg'

/** Connects and asks who it is. */
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
