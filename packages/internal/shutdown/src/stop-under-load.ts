import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LoadProfile, sendRepeatedly } from './load-profiles.ts'
import type { OutcomeCounts } from './request-outcomes.ts'
import { type ApplicationOptions, startApplication } from './start-application.ts'

export interface StopUnderLoadOptions extends ApplicationOptions {
  readonly drainSeconds: number
  /** The number of requests that the server has accepted when it receives the signal. */
  readonly requests: number
}

export interface ShutdownResult {
  readonly code: number | string
  readonly stderr: string
  /** From the signal to the exit. */
  readonly milliseconds: number
  readonly counts: Readonly<Record<string, OutcomeCounts>>
  readonly errors: readonly string[]
  /** The statuses of the probe between the signal and the exit, without repetitions, in order. */
  readonly readiness: readonly number[]
  readonly liveness: readonly number[]
}

/** Starts a server, stops it while clients send requests, and returns the outcomes. */
export async function stopUnderLoad(
  options: StopUnderLoadOptions,
  load: LoadProfile,
): Promise<ShutdownResult> {
  const { child, url, outcomes, ended, probeUrl } = await startApplication(options)
  const clients = Object.entries(load).flatMap(([name, { client, size, pauseMs }]) =>
    Array.from({ length: size }, () => sendRepeatedly(client({ url, outcomes }, name), pauseMs)),
  )
  while (outcomes.acceptedCount < options.requests && child.exitCode === null)
    await once(child.stdout ?? child, 'data')
  child.kill('SIGTERM')
  const signalledAt = performance.now()
  const [readiness, liveness] = await Promise.all(
    ['/readyz', '/healthz'].map((path) => statusesUntilExit(`${probeUrl}${path}`)),
  )
  const { code, stderr } = await ended
  const milliseconds = Math.round(performance.now() - signalledAt)
  await Promise.all(clients)
  return {
    code,
    stderr,
    milliseconds,
    counts: outcomes.counts(signalledAt + options.drainSeconds * 1000),
    errors: outcomes.errors(),
    readiness: readiness ?? [],
    liveness: liveness ?? [],
  }
}

async function statusesUntilExit(url: string): Promise<readonly number[]> {
  const statuses: number[] = []
  try {
    for (;;) {
      const { status } = await fetch(url, { headers: { connection: 'close' } })
      if (statuses.at(-1) !== status) statuses.push(status)
      await sleep(20)
    }
  } catch {
    return statuses
  }
}
