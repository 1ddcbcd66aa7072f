import { createRequire } from 'node:module'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createProbes, type Probes, type Transition } from '@readyz/core'
import { type Postgres, type ProxyServer, proxy } from '@readyz/servers'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'pg-oldest'
import { type PgCheckerOptions, pgChecker } from '../src/index.ts'

const require = createRequire(import.meta.url)
const versionOf = (name: string): string =>
  require(path.join(path.dirname(require.resolve(name)), '../package.json')).version

/** The releases of pg that are claimed to work, and everything between them. */
export const releases: readonly { readonly version: string; readonly pg: typeof newest }[] = [
  { version: versionOf('pg-oldest'), pg: oldest as typeof newest },
  { version: versionOf('pg'), pg: newest },
]

/** Milliseconds a check has on stage: 80 % of the probe's. */
const budget = 400
/** When the prober gives up, and more than any answer may take. */
const givesUp = 1000
/** Connections in the application's pool. */
const max = 2

/** An application with its pool, on the other side of a proxy from its database. */
export interface Stage {
  readonly db: Postgres
  readonly way: ProxyServer
  readonly pool: newest.Pool
  readonly probes: Probes
  readonly transitions: readonly Transition[]
  /** What one probe says: `pass`, or the reason. Throws if it does not say it in time. */
  ask(): Promise<string>
  /** Makes connections that are idle when the fault comes. */
  warmUp(): Promise<void>
  /** Throws unless the application can work: every slot of its pool is there, and the server answers. */
  work(): Promise<void>
  /** Ends the application, and throws if anything of it is left. */
  close(): Promise<void>
}

export async function openStage(
  pg: typeof newest,
  db: Postgres,
  config: PoolConfig = {},
  options: PgCheckerOptions = {},
  asked: 'Pool' | 'Client' = 'Pool',
): Promise<Stage> {
  const before = resources()
  const way = await proxy(db)
  const { user, password, database } = db
  const access = { host: way.host, port: way.port, user, password, database, ...config }
  const pool = new pg.Pool({ max, ...access })
  pool.on('error', () => {})
  const transitions: Transition[] = []
  const probes = createProbes({
    readiness: [pgChecker(asked === 'Pool' ? pool : new pg.Client(access), options)],
    timeoutSeconds: budget / 800,
    maxAge: 0,
    onTransition: (transition) => transitions.push(transition),
  })

  async function checkOutAll(): Promise<void> {
    const clients = await Promise.all(Array.from({ length: max }, () => pool.connect()))
    try {
      await Promise.all(clients.map((client) => client.query('SELECT 1')))
    } finally {
      for (const client of clients) client.release()
    }
  }

  return {
    db,
    way,
    pool,
    probes,
    transitions,
    async ask() {
      const started = performance.now()
      const report = await probes.readiness()
      const took = performance.now() - started
      if (took > givesUp) throw new Error(`answered after ${took} ms`)
      demandPublic(JSON.stringify(report), [
        db.password,
        db.host,
        String(db.port),
        String(way.port),
        user,
      ])
      // A check that was ended at its deadline lets go in the next turns of the loop.
      await nextTurn()
      await nextTurn()
      await soon(
        () => way.connections <= pool.totalCount,
        () => 'left a connection open',
      )
      const [result] = report.checks
      return result?.reason ?? result?.status ?? 'nothing'
    },
    warmUp: checkOutAll,
    async work() {
      await checkOutAll()
      const { totalCount, idleCount, waitingCount } = pool
      const slots = { totalCount, idleCount, waitingCount }
      if (totalCount !== max || idleCount !== max || waitingCount !== 0) {
        throw new Error(`the pool is not as it was: ${JSON.stringify(slots)}`)
      }
    },
    async close() {
      await pool.end()
      await way.close()
      await soon(
        () => more(before) === '',
        () => `left behind: ${more(before)}`,
      )
    },
  }
}

/** Waits for what the kernel still has to tell this process; throws if it never does. */
async function soon(isDone: () => boolean, complaint: () => string): Promise<void> {
  const deadline = performance.now() + 2000
  while (!isDone()) {
    if (performance.now() > deadline) throw new Error(complaint())
    await nextTurn()
  }
}

/** What keeps this process awake, each kind with its number. */
function resources(): ReadonlyMap<string, number> {
  const count = new Map<string, number>()
  for (const name of process.getActiveResourcesInfo()) count.set(name, (count.get(name) ?? 0) + 1)
  return count
}

/** What there is more of than before. */
function more(before: ReadonlyMap<string, number>): string {
  const left = [...resources()].filter(([name, count]) => count > (before.get(name) ?? 0))
  return left.map(([name]) => name).join(', ')
}

function demandPublic(text: string, secrets: readonly string[]): void {
  const told = secrets.find((secret) => text.includes(secret))
  if (told !== undefined) throw new Error(`published ${told}: ${text}`)
}
