import type { Server } from 'node:net'
import { constants } from 'node:os'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Probes } from '@readyz/core'
import { runHook, within, wordsOf } from './stop-hooks.ts'
import { readStopOptions, type StopOptions, type StopSettings } from './stop-options.ts'
import { type Cut, type WatchedServer, watchServer } from './stop-server.ts'

/**
 * Stops the process in good order when it is told to: readiness fails at once and requests go on being served, then the
 * servers are closed, requests under way waited for, the hooks run, and the process exits; with 0, or with 1 and a line on
 * stderr that says what had to be cut. A second signal exits at once. To be called once, before the servers listen or
 * in the same turn, with all of them but the one of `listen`, which answers to the end.
 *
 * @throws TypeError naming the bad value, or when it has been called before
 */
export function stopGracefully(
  servers: Server | readonly Server[],
  probes: Pick<Probes, 'drain'>,
  options: StopOptions = {},
): void {
  const settings = readStopOptions(servers, probes, options)
  demandFirst(settings.signals)
  const failures: string[] = []
  const closeUpgraded = (sockets: readonly Duplex[]) => {
    // Nobody waits for it: it is the connections that have to end.
    void runHook({
      name: 'closeUpgraded',
      run: () => settings.closeUpgraded(sockets),
      limitMs: settings.requestsMs,
    }).then((failure) => failure && failures.push(failure))
  }
  const watched = settings.servers.map((server) => watchServer(server, closeUpgraded))
  let isStopping = false
  const onSignal = (signal: NodeJS.Signals) => {
    if (isStopping) exit(128 + constants.signals[signal], `a second signal, ${signal}, ended it`)
    isStopping = true
    stop(settings, watched, failures).then(
      () => exit(failures.length > 0 ? 1 : 0, failures.join(', ')),
      (error: unknown) => exit(1, wordsOf(error)),
    )
  }
  for (const signal of settings.signals)
    process.on(signal, Object.assign(onSignal, { [mark]: true }))
}

async function stop(
  settings: StopSettings,
  watched: readonly WatchedServer[],
  failures: string[],
): Promise<void> {
  settings.probes.drain()
  if (watched.some(({ isListening }) => isListening)) await drain(settings, watched)
  // A second, or what a short limit allows.
  const quietMs = Math.min(1000, settings.requestsMs / 2)
  const closed = Promise.all(watched.map((server) => server.close(quietMs)))
  if (!(await within(closed, settings.requestsMs))) failures.push(...(await cutAll(watched)))
  for (const hook of settings.hooks) {
    const failure = await runHook(hook)
    if (failure !== undefined) failures.push(failure)
  }
}

async function drain({ drainMs }: StopSettings, watched: readonly WatchedServer[]): Promise<void> {
  await sleep(drainMs / 2)
  // Those who keep connections alive leave while others still answer them, and before the port is closed.
  for (const server of watched) server.announce()
  await sleep(drainMs / 2)
  // A connection that the kernel has taken is lost when the port is closed before we have: take them all, as far as
  // their flow ever ends.
  const count = () => watched.reduce((total, { accepted }) => total + accepted, 0)
  for (let turns = 0, before = -1; before !== count() && turns < 100; turns += 1) {
    before = count()
    await turn()
    await turn()
  }
}

async function cutAll(watched: readonly WatchedServer[]): Promise<readonly string[]> {
  const cuts = await Promise.all(watched.map((server) => server.cut()))
  const total = (what: keyof Cut) => cuts.reduce((sum, cut) => sum + cut[what], 0)
  return [
    `${total('connections')} connections were cut, with ${total('requests')} requests under way` +
      ` and ${total('upgraded')} that were upgraded`,
  ]
}

function exit(code: number, words: string): void {
  if (code !== 0) console.error(`readyz: not stopped in good order: ${words}`)
  process.exit(code === 0 ? undefined : code)
}

// Also of another copy of this package: two would end the process under each other.
const mark = Symbol.for('@readyz/node stopGracefully')

function demandFirst(signals: readonly NodeJS.Signals[]): void {
  const taken = signals.find((signal) =>
    process.listeners(signal).some((listener) => Object.hasOwn(listener, mark)),
  )
  if (taken === undefined) return
  throw new TypeError(
    `stopGracefully is called a second time for ${taken}; give all servers at once`,
  )
}
