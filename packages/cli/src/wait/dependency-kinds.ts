import type { DependencyKind } from './dependency.ts'
import { http } from './dependency-kinds/http.ts'
import { memcached } from './dependency-kinds/memcached.ts'
import { mysql } from './dependency-kinds/mysql.ts'
import { pg } from './dependency-kinds/pg.ts'
import { redis } from './dependency-kinds/redis.ts'
import { tcp } from './dependency-kinds/tcp.ts'

/** All kinds, in the order of the help. A client is loaded only if its option is used. */
export const kinds: readonly DependencyKind[] = [pg, mysql, memcached, redis, http, tcp]
