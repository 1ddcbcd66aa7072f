import {
  type Daemon,
  startMariadb,
  startMemcached,
  startPostgres,
  startRedis,
} from '../src/index.ts'
import { ask, askMariadb, askMemcached, askRedis } from './ask.ts'

/** A kind of server: how it starts, and a question that only a server that works answers. */
export interface Kind {
  readonly name: string
  readonly program: string
  start(): Promise<Daemon>
  ask(server: Daemon): Promise<unknown>
}

const url = (server: Daemon) => (server as Daemon & { readonly url: string }).url

export const kinds: readonly Kind[] = [
  { name: 'PostgreSQL', program: 'postgres', start: startPostgres, ask: (it) => ask(url(it)) },
  { name: 'MariaDB', program: 'mariadbd', start: startMariadb, ask: (it) => askMariadb(url(it)) },
  { name: 'memcached', program: 'memcached', start: startMemcached, ask: askMemcached },
  { name: 'Redis', program: 'redis-server', start: startRedis, ask: askRedis },
]
