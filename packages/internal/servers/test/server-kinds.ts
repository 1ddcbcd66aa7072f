import {
  type Daemon,
  startMariadb,
  startMemcached,
  startPostgres,
  startRedis,
} from '../src/index.ts'
import { queryMariadb, queryPostgres, requestMemcached, requestRedis } from './server-clients.ts'

/** How a server is started, and a request that only a working server answers. */
export interface ServerKind {
  readonly name: string
  readonly program: string
  start(): Promise<Daemon>
  request(server: Daemon): Promise<unknown>
}

const url = (server: Daemon) => (server as Daemon & { readonly url: string }).url

export const serverKinds: readonly ServerKind[] = [
  {
    name: 'PostgreSQL',
    program: 'postgres',
    start: startPostgres,
    request: (it) => queryPostgres(url(it)),
  },
  {
    name: 'MariaDB',
    program: 'mariadbd',
    start: startMariadb,
    request: (it) => queryMariadb(url(it)),
  },
  { name: 'memcached', program: 'memcached', start: startMemcached, request: requestMemcached },
  { name: 'Redis', program: 'redis-server', start: startRedis, request: requestRedis },
]
