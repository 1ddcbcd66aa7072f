import {
  type Daemon,
  startMariadb,
  startMemcached,
  startPostgres,
  startRedis,
} from '../src/index.ts'
import {
  queryMysqlServer,
  queryPostgres,
  requestMemcached,
  requestRedis,
} from './server-clients.ts'

/** A kind of server: how to start it, and a request that only a working server answers. */
export interface ServerKind {
  readonly name: string
  readonly program: string
  start(): Promise<Daemon>
  request(server: Daemon): Promise<unknown>
}

const urlOf = (server: Daemon) => (server as Daemon & { readonly url: string }).url

export const serverKinds: readonly ServerKind[] = [
  {
    name: 'PostgreSQL',
    program: 'postgres',
    start: startPostgres,
    request: (server) => queryPostgres(urlOf(server)),
  },
  {
    name: 'MariaDB',
    program: 'mariadbd',
    start: startMariadb,
    request: (server) => queryMysqlServer(urlOf(server)),
  },
  { name: 'memcached', program: 'memcached', start: startMemcached, request: requestMemcached },
  { name: 'Redis', program: 'redis-server', start: startRedis, request: requestRedis },
]
