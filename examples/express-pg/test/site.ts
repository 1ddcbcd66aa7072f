import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'pg'
import { createApp } from '../src/app.ts'
import { createAppProbes } from '../src/probes.ts'

export interface PageResponse {
  readonly status: number
  readonly body: string
  readonly cookie: string | undefined
  readonly milliseconds: number
}

/** The application on a free port. */
export interface Site {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<PageResponse>
  close(): Promise<void>
}

export async function openSite(databaseUrl: string): Promise<Site> {
  const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 3000 })
  const server = createServer(createApp(pool, createAppProbes(pool), 'secret')).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    async get(path, headers = {}) {
      const started = performance.now()
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
      const body = await response.text()
      const milliseconds = performance.now() - started
      const cookie = response.headers.get('set-cookie')?.split(';')[0]
      return { status: response.status, body, cookie, milliseconds }
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await pool.end()
    },
  }
}
