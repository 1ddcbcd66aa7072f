import type { Server } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Probes } from '@readyz/core'
import { onSecondaryServer } from '../secondary-servers.ts'
import { messageOf, runHook, within } from './exit-hooks.ts'
import { readStopOptions, type StopOptions, type StopSettings } from './options.ts'
import { createServerShutdown, type OpenAtLimit, type ServerShutdown } from './server-shutdown.ts'
import { countOtherListeners, exitCodeOf, handleSignals } from './signals.ts'

/**
 * Stops the process gracefully on SIGTERM. Readiness fails at once, and requests are served for
 * `drainSeconds`. Then the servers stop accepting, requests in flight are awaited, and the hooks
 * run. The process exits with 0, or with 1 and one line on stderr that lists what was closed at the
 * time limit and which hooks failed. No request on an accepted connection is lost within
 * `timeoutSeconds`.
 *
 * A duplicate of the signal within a second is ignored. Any later signal exits at once.
 *
 * Call it once, before the servers listen or in the same turn of the event loop. Pass every server
 * except the one from `listen`, which answers probes until the process exits.
 *
 * @throws TypeError that names an invalid value, in a worker thread, and on a second call
 */
export function stopGracefully(
  servers: Server | readonly Server[],
  probes: Pick<Probes, 'drain'>,
  options: StopOptions = {},
): void {
  const settings = readStopOptions(servers, probes, options)
  const failures = new Set<string>()
  const shutdowns: ServerShutdown[] = []
  handleSignals(settings.signals, {
    onFirst(signal) {
      warnAboutOtherListeners(signal)
      stop(settings, shutdowns, failures).then(
        () => exit(failures.size > 0 ? 1 : 0, [...failures].join(', ')),
        (error: unknown) => exit(1, messageOf(error)),
      )
    },
    onLater: (signal) => exit(exitCodeOf(signal), `received a second signal, ${signal}`),
  })
  addShutdowns(settings, shutdowns, failures)
}

/**
 * Adds the shutdown of every server to `shutdowns`, including servers that Fastify creates when it
 * listens.
 */
function addShutdowns(
  settings: StopSettings,
  shutdowns: ServerShutdown[],
  failures: Set<string>,
): void {
  const asHook = <T>(name: 'closeUpgraded' | 'closeStreaming', close: (open: T) => unknown) => {
    let isRunning = false
    // The shutdown does not await the result. It awaits the end of the connections.
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
    closeUpgraded: asHook('closeUpgraded', settings.closeUpgraded),
    closeStreaming: asHook('closeStreaming', settings.closeStreaming),
  }
  const servers = new Set<Server>()
  const add = (server: Server): void => {
    if (servers.has(server)) return
    servers.add(server)
    shutdowns.push(createServerShutdown(server, hooks))
  }
  for (const server of settings.servers) add(server)
  for (const server of settings.servers) onSecondaryServer(server, add)
}

async function stop(
  settings: StopSettings,
  shutdowns: readonly ServerShutdown[],
  failures: Set<string>,
): Promise<void> {
  settings.probes.drain()
  let isClosed = false
  for (const shutdown of shutdowns) {
    shutdown.startDraining(() => {
      if (!isClosed) warn('other code closed a server before drainSeconds had passed')
      isClosed = true
    })
  }
  if (shutdowns.some(({ isServing }) => isServing)) await drain(settings, shutdowns)
  const { requestsMs } = settings
  // Leaves time for the peers to close the idle connections that are closed at the deadline.
  const idleDeadline = performance.now() + requestsMs - Math.min(1000, requestsMs / 4)
  const closed = Promise.all(shutdowns.map((shutdown) => shutdown.close(idleDeadline)))
  if (!(await within(closed, requestsMs))) {
    const failure = destroyAll(shutdowns)
    if (failure !== undefined) failures.add(failure)
  }
  for (const hook of settings.hooks) {
    const failure = await runHook(hook)
    if (failure !== undefined) failures.add(failure)
  }
}

async function drain(
  { drainMs }: StopSettings,
  shutdowns: readonly ServerShutdown[],
): Promise<void> {
  await sleep(drainMs / 2)
  // Clients then open connections to other pods before this port closes.
  for (const shutdown of shutdowns) shutdown.sendConnectionClose()
  await sleep(drainMs / 2)
  // Closing the port resets connections in the kernel's queue. Accept them first, with a bound in
  // case new ones keep arriving.
  const count = () => shutdowns.reduce((total, { accepted }) => total + accepted, 0)
  for (let turns = 0, before = -1; before !== count() && turns < 100; turns += 1) {
    before = count()
    await turn()
    await turn()
  }
}

/**
 * Destroys all connections and describes what was open. Idle connections are not counted, because
 * the server may close them.
 */
function destroyAll(shutdowns: readonly ServerShutdown[]): string | undefined {
  const open = shutdowns.map((shutdown) => shutdown.destroy())
  const show = (what: keyof OpenAtLimit, one: string, many: string) => {
    const count = open.reduce((total, each) => total + each[what], 0)
    return count > 0 ? [`${count} ${count > 1 ? many : one}`] : []
  }
  const shown = [
    ...show('requests', 'request in flight', 'requests in flight'),
    ...show('incomplete', 'partly received request', 'partly received requests'),
    ...show('handshakes', 'unfinished TLS handshake', 'unfinished TLS handshakes'),
    ...show('upgraded', 'upgraded connection', 'upgraded connections'),
  ]
  return shown.length > 0 ? `closed at the time limit: ${shown.join(', ')}` : undefined
}

function warnAboutOtherListeners(signal: NodeJS.Signals): void {
  const count = countOtherListeners(signal)
  if (count === 0) return
  const others = count > 1 ? `${count} other listeners` : 'another listener'
  warn(`${signal} has ${others}, which may close servers or exit before requests are drained`)
}

function warn(message: string): void {
  console.warn(`readyz: ${message}`)
}

function exit(code: number, message: string): void {
  if (code !== 0) console.error(`readyz: not stopped gracefully: ${message}`)
  process.exit(code === 0 ? undefined : code)
}
