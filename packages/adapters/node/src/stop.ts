import type { Server } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Probes } from '@readyz/core'
import { onSecondaryServer } from './secondary-servers.ts'
import { runHook, within, wordsOf } from './stop-hooks.ts'
import { readStopOptions, type StopOptions, type StopSettings } from './stop-options.ts'
import { type Unfinished, type WatchedServer, watchServer } from './stop-server.ts'
import { countOtherListeners, exitCodeOf, handleSignals } from './stop-signals.ts'

/**
 * Stops the process gracefully on SIGTERM. Readiness fails at once and requests are served for `drainSeconds`. Then the
 * servers stop accepting, requests in flight are awaited, the hooks run, and the process exits: with 0, or with 1 and a
 * line on stderr that says what was cut. No request on a connection that the process has accepted is lost within
 * `timeoutSeconds`.
 *
 * A duplicate of the signal within a second is ignored. Any later signal exits at once.
 *
 * Call it once, before the servers listen or in the same turn, with every server except the one of `listen`, which answers
 * probes until the process exits.
 *
 * @throws TypeError naming the bad value, in a worker thread, or when it has been called before
 */
export function stopGracefully(
  servers: Server | readonly Server[],
  probes: Pick<Probes, 'drain'>,
  options: StopOptions = {},
): void {
  const settings = readStopOptions(servers, probes, options)
  const failures = new Set<string>()
  const watched: WatchedServer[] = []
  handleSignals(settings.signals, {
    onFirst(signal) {
      warnOfOthers(signal)
      stop(settings, watched, failures).then(
        () => exit(failures.size > 0 ? 1 : 0, [...failures].join(', ')),
        (error: unknown) => exit(1, wordsOf(error)),
      )
    },
    onLater: (signal) => exit(exitCodeOf(signal), `a second signal, ${signal}, ended it`),
  })
  watchAll(settings, watched, failures)
}

/** Puts every server into `watched`, also those that Fastify adds when it listens. */
function watchAll(settings: StopSettings, watched: WatchedServer[], failures: Set<string>): void {
  const call = <T>(name: 'closeUpgraded' | 'closeStreaming', close: (open: T) => unknown) => {
    let isRunning = false
    // Not awaited: it is the connections that have to end.
    return async (open: T): Promise<void> => {
      if (isRunning) return
      isRunning = true
      const run = () => close(open)
      const failure = await runHook({ name, run, limitMs: settings.requestsMs })
      if (failure !== undefined) failures.add(failure)
      isRunning = false
    }
  }
  const hooks = {
    closeUpgraded: call('closeUpgraded', settings.closeUpgraded),
    closeStreaming: call('closeStreaming', settings.closeStreaming),
  }
  const servers = new Set<Server>()
  const watch = (server: Server): void => {
    if (servers.has(server)) return
    servers.add(server)
    watched.push(watchServer(server, hooks))
  }
  for (const server of settings.servers) watch(server)
  for (const server of settings.servers) onSecondaryServer(server, watch)
}

async function stop(
  settings: StopSettings,
  watched: readonly WatchedServer[],
  failures: Set<string>,
): Promise<void> {
  settings.probes.drain()
  let isClosed = false
  for (const server of watched) {
    server.prepare(() => {
      if (!isClosed) warn('something else closed a server before drainSeconds had passed')
      isClosed = true
    })
  }
  if (watched.some(({ isServing }) => isServing)) await drain(settings, watched)
  const { requestsMs } = settings
  // What is left for the peers of connections that are closed at the last moment.
  const idleDeadline = performance.now() + requestsMs - Math.min(1000, requestsMs / 4)
  const closed = Promise.all(watched.map((server) => server.close(idleDeadline)))
  if (!(await within(closed, requestsMs))) {
    for (const cut of destroyAll(watched)) failures.add(cut)
  }
  for (const hook of settings.hooks) {
    const failure = await runHook(hook)
    if (failure !== undefined) failures.add(failure)
  }
}

async function drain({ drainMs }: StopSettings, watched: readonly WatchedServer[]): Promise<void> {
  await sleep(drainMs / 2)
  // Clients that keep connections alive leave while other pods still answer them, and before the port is closed.
  for (const server of watched) server.sendConnectionClose()
  await sleep(drainMs / 2)
  // A connection in the kernel's queue is reset when the port is closed: accept them all, as far as their flow ever ends.
  const count = () => watched.reduce((total, { accepted }) => total + accepted, 0)
  for (let turns = 0, before = -1; before !== count() && turns < 100; turns += 1) {
    before = count()
    await turn()
    await turn()
  }
}

/** What had not ended, in words. Connections without a request are not counted: each may be closed at any time. */
function destroyAll(watched: readonly WatchedServer[]): readonly string[] {
  const unfinished = watched.map((server) => server.destroy())
  const show = (what: keyof Unfinished, one: string, many: string) => {
    const count = unfinished.reduce((total, each) => total + each[what], 0)
    return count > 0 ? [`${count} ${count > 1 ? many : one}`] : []
  }
  const shown = [
    ...show('requests', 'request in flight', 'requests in flight'),
    ...show('incomplete', 'partly received request', 'partly received requests'),
    ...show('handshakes', 'unfinished TLS handshake', 'unfinished TLS handshakes'),
    ...show('upgraded', 'upgraded connection', 'upgraded connections'),
  ]
  return shown.length > 0 ? [`cut at the time limit: ${shown.join(', ')}`] : []
}

function warnOfOthers(signal: NodeJS.Signals): void {
  const count = countOtherListeners(signal)
  if (count === 0) return
  const others = count > 1 ? `${count} other listeners` : 'another listener'
  warn(`${signal} has ${others}, which may close servers or exit before requests are drained`)
}

function warn(words: string): void {
  console.warn(`readyz: ${words}`)
}

function exit(code: number, words: string): void {
  if (code !== 0) console.error(`readyz: not stopped gracefully: ${words}`)
  process.exit(code === 0 ? undefined : code)
}
