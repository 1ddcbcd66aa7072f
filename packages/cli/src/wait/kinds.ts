import type { Kind } from './dependency.ts'
import { http } from './kinds/http.ts'
import { memcached } from './kinds/memcached.ts'
import { mysql } from './kinds/mysql.ts'
import { pg } from './kinds/pg.ts'
import { redis } from './kinds/redis.ts'
import { tcp } from './kinds/tcp.ts'

/** In the order of the help. What asks each of them is not loaded before it is asked for. */
export const kinds: readonly Kind[] = [pg, mysql, memcached, redis, http, tcp]
