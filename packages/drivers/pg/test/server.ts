import type { Postgres } from '@readyz/servers'
import pg from 'pg'

// An ErrorResponse of PostgreSQL: severity, SQLSTATE 53300, message.
const tooMany = 'SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0'
export const errorResponse = Buffer.concat([
  Buffer.from('E'),
  Buffer.from([0, 0, 0, tooMany.length + 4]),
  Buffer.from(tooMany),
])

/** Waits until the server runs such a query. */
export function queryUnderway(db: Postgres, text: string): Promise<void> {
  return db.sql(`DO $$ BEGIN
    WHILE NOT EXISTS (SELECT FROM pg_stat_activity
      WHERE usename = 'app' AND state = 'active' AND query LIKE '%${text}%')
    LOOP PERFORM pg_stat_clear_snapshot(); END LOOP; END $$`)
}

/** Takes every connection that the server has left; gives them back when called. */
export async function occupy({
  host,
  port,
  user,
  password,
  database,
  sql,
}: Postgres): Promise<() => Promise<void>> {
  const clients: pg.Client[] = []
  try {
    for (;;) {
      const client = new pg.Client({
        host,
        port,
        user,
        password,
        database,
        application_name: 'other',
      })
      await client.connect()
      clients.push(client)
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== '53300') throw error
  }
  return async () => {
    await Promise.all(clients.map((client) => client.end()))
    await sql(`DO $$ BEGIN
      WHILE EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'other')
      LOOP PERFORM pg_stat_clear_snapshot(); END LOOP; END $$`)
  }
}
