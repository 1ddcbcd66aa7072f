import { createProcessClock, type ProxyServer, proxy } from '@readyz/conformance'
import { createProbes, logTransitions } from '@readyz/core'
import { leaksSince, resources, socketsTo, versionOf, waitUntil } from '@readyz/harness'
import type { Memcached } from '@readyz/servers'
import newest, { type Client } from 'memjs'
// @ts-expect-error -- an alias without types; the types of the newest release are used
import oldest from 'memjs-oldest'
import { memjsChecker } from '../src/index.ts'

const installed = (name: string) => versionOf(name, import.meta.url)

/** The oldest and the newest supported release of memjs. */
export const releases: readonly { readonly version: string; readonly release: typeof newest }[] = [
  { version: installed('memjs-oldest'), release: oldest as typeof newest },
  { version: installed('memjs'), release: newest },
]

/** Time limit in milliseconds of a check that ends by itself, also on a busy machine. */
export const generous = 20_000
/**
 * Time limit in milliseconds of a check that times out because of one server. The other servers
 * must answer within four fifths of it, also on a busy machine.
 */
export const brief = 2000
/** The error in the log for a server that does not answer within four fifths of `brief`. */
export const noAnswer = 'no answer within 1600 ms'
/** The longest allowed delay, in milliseconds of process time, of a result after its time limit. */
const maxLatenessMs = 700

/** An application with a client of memjs, and a proxy in front of each of its servers. */
export interface Harness {
  readonly proxies: readonly ProxyServer[]
  /** The lines of the log. */
  readonly logLines: readonly string[]
  /**
   * Runs one probe whose check has a time limit of `limit` milliseconds (default: the limit of the
   * harness). Returns `pass`, or the reason and the message. Throws if the result arrives too long
   * after the time limit or contains private data, or if a connection stays open.
   */
  runProbe(limit?: number): Promise<string>
  /** Throws unless the application reads the values that it writes, on each server. */
  work(): Promise<void>
  /** Closes the application. Throws if it leaks a resource. */
  close(): Promise<void>
}

export interface HarnessOptions {
  readonly username?: string
  readonly password?: string
  /** Time limit of a check in milliseconds. Default: `generous`. */
  readonly limit?: number
  /** If `true`, the client connects to the servers and not to the proxies. */
  readonly direct?: boolean
}

export async function openHarness(
  { Client }: typeof newest,
  servers: readonly Memcached[],
  { direct = false, limit: harnessLimit = generous, ...account }: HarnessOptions = {},
): Promise<Harness> {
  const before = resources()
  const proxies = await Promise.all(servers.map((server) => proxy(server)))
  const addresses = direct ? servers : proxies
  const list = addresses.map(({ host, port }) => `${host}:${port}`).join()
  const client = Client.create(list, { ...account, retries: 0, logger: { log() {} } })
  const logLines: string[] = []
  const log = (line: string) => logLines.push(line)
  const checker = memjsChecker(client)
  const onTransition = logTransitions({ error: log, warn: log, info: log })
  const probesWithin = (limit: number) =>
    createProbes({ readiness: [checker], timeoutSeconds: limit / 800, maxAge: 0, onTransition })
  const harnessProbes = probesWithin(harnessLimit)
  const sockets = () => addresses.reduce((sum, { port }) => sum + socketsTo(port), 0)

  return {
    proxies,
    logLines,
    async runProbe(limit = harnessLimit) {
      const probes = limit === harnessLimit ? harnessProbes : probesWithin(limit)
      const [open, clock] = [sockets(), createProcessClock()]
      const report = await probes.readiness()
      const took = clock()
      if (took > limit + maxLatenessMs) throw new Error(`answered after ${took} ms`)
      const addressParts = [...servers, ...proxies].flatMap(({ host, port }) => [
        host,
        String(port),
      ])
      assertAbsent(JSON.stringify(report), ['app', 's3cret', ...addressParts])
      assertAbsent(logLines.join('\n'), ['s3cret'])
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
      // One by one, because memjs may lose a command that it receives during a login.
      for (const key of keys) await writeAndRead(client, key)
    },
    async close() {
      client.close()
      await Promise.all(proxies.map((each) => each.close()))
      await waitUntil(
        () => leaksSince(before) === '',
        () => `still open: ${leaksSince(before)}`,
      )
    },
  }
}

// With callbacks, because not every method of memjs 1.0 returns a promise.
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

function assertAbsent(text: string, secrets: readonly string[]): void {
  const leaked = secrets.find((secret) => text.includes(secret))
  if (leaked !== undefined) throw new Error(`leaked ${leaked}: ${text}`)
}
