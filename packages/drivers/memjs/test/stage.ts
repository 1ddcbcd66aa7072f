import { createProcessClock, type ProxyServer, proxy } from '@readyz/conformance'
import { createProbes, logTransitions } from '@readyz/core'
import { leaksSince, resources, socketsTo, versionOf, waitUntil } from '@readyz/harness'
import type { Memcached } from '@readyz/servers'
import newest, { type Client } from 'memjs'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'memjs-oldest'
import { memjsChecker } from '../src/index.ts'

const installed = (name: string) => versionOf(name, import.meta.url)

/** The releases of memjs that are claimed to work, and everything between them. */
export const releases: readonly { readonly version: string; readonly release: typeof newest }[] = [
  { version: installed('memjs-oldest'), release: oldest as typeof newest },
  { version: installed('memjs'), release: newest },
]

/** Milliseconds for a check that ends by itself: only a check that hangs needs all of them. */
export const generous = 20_000
/**
 * Milliseconds for a check that times out because of one server: the others have to answer in them, on a busy machine too. A
 * fifth of it is for saying which server was late.
 */
export const brief = 2000
/** What stands in the log of a server that did not answer in that time. */
export const late = 'no answer within 1600 ms'
/** How many milliseconds of its own time a process may take to answer, once the time limit has passed. */
const lateness = 700

/** An application with its client, on the other side of proxies from its servers. */
export interface Stage {
  readonly ways: readonly ProxyServer[]
  /** What was logged. */
  readonly lines: readonly string[]
  /**
   * What one probe says, whose check has so many milliseconds, by default those of the stage: `pass`, or the reason and the
   * sentence. Throws if it does not say it in time.
   */
  ask(limit?: number): Promise<string>
  /** Throws unless the application can read what it writes, on each server. */
  work(): Promise<void>
  /** Ends the application, and throws if anything of it is left. */
  close(): Promise<void>
}

export interface StageOptions {
  readonly username?: string
  readonly password?: string
  /** Milliseconds that a check has. Default: `generous`. */
  readonly limit?: number
  /** Past the proxies. */
  readonly direct?: boolean
}

export async function openStage(
  { Client }: typeof newest,
  servers: readonly Memcached[],
  { direct = false, limit: ownLimit = generous, ...account }: StageOptions = {},
): Promise<Stage> {
  const before = resources()
  const ways = await Promise.all(servers.map((server) => proxy(server)))
  const addresses = direct ? servers : ways
  const list = addresses.map(({ host, port }) => `${host}:${port}`).join()
  const client = Client.create(list, { ...account, retries: 0, logger: { log() {} } })
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const checker = memjsChecker(client)
  const onTransition = logTransitions({ error: log, warn: log, info: log })
  const probesWithin = (limit: number) =>
    createProbes({ readiness: [checker], timeoutSeconds: limit / 800, maxAge: 0, onTransition })
  const own = probesWithin(ownLimit)
  const sockets = () => addresses.reduce((sum, { port }) => sum + socketsTo(port), 0)

  return {
    ways,
    lines,
    async ask(limit = ownLimit) {
      const probes = limit === ownLimit ? own : probesWithin(limit)
      const [open, clock] = [sockets(), createProcessClock()]
      const report = await probes.readiness()
      const took = clock()
      if (took > limit + lateness) throw new Error(`answered after ${took} ms`)
      const places = [...servers, ...ways].flatMap(({ host, port }) => [host, String(port)])
      demandAbsent(JSON.stringify(report), ['app', 's3cret', ...places])
      demandAbsent(lines.join('\n'), ['s3cret'])
      await waitUntil(
        () => sockets() <= open,
        () => 'left a connection open',
      )
      const [{ status, reason, message } = { status: 'nothing' }] = report.checks
      return reason === undefined ? status : `${reason}: ${message}`
    },
    async work() {
      const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`)
      const used = new Set(keys.map((key) => client.server(key)))
      if (used.size !== addresses.length) throw new Error(`reaches ${used.size} servers`)
      // One by one: what comes during a login memjs may forget.
      for (const key of keys) await writeAndRead(client, key)
    },
    async close() {
      client.close()
      await Promise.all(ways.map((way) => way.close()))
      await waitUntil(
        () => leaksSince(before) === '',
        () => `left behind: ${leaksSince(before)}`,
      )
    },
  }
}

// With callbacks: not all of what memjs 1.0 does gives promises.
function writeAndRead(client: Client, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const read = () => {
      client.get(key, (error, value) => {
        if (String(value) === `value of ${key}`) resolve()
        else reject(error ?? new Error(`read ${String(value)}`))
      })
    }
    client.set(key, `value of ${key}`, {}, (error) => (error ? reject(error) : read()))
  })
}

function demandAbsent(text: string, secrets: readonly string[]): void {
  const told = secrets.find((secret) => text.includes(secret))
  if (told !== undefined) throw new Error(`told ${told}: ${text}`)
}
