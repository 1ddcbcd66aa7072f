import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Daemon, startMariadb, startMemcached, startPostgres } from '@readyz/servers'

/** An example, and the server that it requires. */
export interface Example {
  readonly name: string
  readonly script: URL
  readonly startServer: () => Promise<Daemon>
  readonly envOf: (server: Daemon) => Readonly<Record<string, string>>
  /** The body of the readiness response while the server is stopped. */
  readonly failure: string
  /** Whether the example serves a page at `/`. */
  readonly hasPage: boolean
}

const root = new URL('../../../../examples/', import.meta.url)
const script = (name: string, file: string) => new URL(`${name}/src/${file}`, root)

const databaseUrl = (server: Daemon) => {
  return { DATABASE_URL: (server as Daemon & { readonly url: string }).url }
}
const database = { envOf: databaseUrl, failure: 'db: cannot connect to database.' }

export const honoMemjs: Example = {
  name: 'hono-memjs',
  script: script('hono-memjs', 'server.ts'),
  startServer: startMemcached,
  envOf: ({ host, port }) => ({ MEMCACHE_SERVERS: `${host}:${port}` }),
  failure: 'cache: cannot connect to cache.',
  hasPage: true,
}

/** All examples. */
export const examples: readonly Example[] = [
  {
    ...database,
    name: 'express-pg',
    script: script('express-pg', 'server.ts'),
    startServer: startPostgres,
    hasPage: true,
  },
  {
    ...database,
    name: 'koa-mysql2',
    script: script('koa-mysql2', 'server.ts'),
    startServer: startMariadb,
    hasPage: true,
  },
  honoMemjs,
  {
    ...database,
    name: 'node-worker',
    script: script('node-worker', 'worker.ts'),
    startServer: startPostgres,
    hasPage: false,
  },
]

/** The folders of all examples. */
export const folders: readonly string[] = readdirSync(root).filter((name) =>
  existsSync(new URL(`${name}/package.json`, root)),
)

/** Reads a file of an example. */
export function readExampleFile(example: string, file: string): string {
  return readFileSync(path.join(fileURLToPath(root), example, file), 'utf8')
}
