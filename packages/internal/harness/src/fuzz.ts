import type { Address } from '@readyz/conformance'
import type { Checker } from '@readyz/core'
import { type Frame, type Framing, mutate, random } from './mutate.ts'
import { waitUntil } from './open-sockets.ts'
import { type ReplayOptions, replay, type Turn } from './replay.ts'

export interface FuzzOptions extends Pick<ReplayOptions, 'tls'> {
  readonly seeds: number
  /** What a healthy server sends to a client that connects, sends one query and disconnects. */
  readonly turns: readonly Turn[]
  /** The index of the first turn that may be changed. Default: 0. */
  readonly from?: number
  readonly framing: Framing
  /** Messages that a healthy server does not send in response to these requests. */
  readonly strange: readonly Frame[]
  /** Opens a client of the server at this address, and returns its checker. */
  open(address: Address): Promise<FuzzSubject>
}

export interface FuzzSubject {
  readonly checker: Checker
  close(): Promise<unknown>
}

/** The time limits of a check in milliseconds, by what the server does after its last response. */
const limits = { closesConnection: 10_000, keepsConnection: 200 }
/** The number of simultaneous checks. */
const concurrency = 20

/**
 * Runs one check against each of many servers that send malformed messages, and returns the number
 * of checks by outcome. Throws if a check leaves a connection open. An uncaught error ends the
 * process, as it would end an application.
 */
export async function fuzz(options: FuzzOptions): Promise<Readonly<Record<Outcome, number>>> {
  const healthy = await checkOnce(options, options.turns, options.turns.length)
  if (healthy === 'failed') throw new Error('the check fails against a healthy server')
  const counts = { passed: 0, failed: 0 }
  for (let first = 0; first < options.seeds; first += concurrency) {
    const seeds = Array.from({ length: concurrency }, (_, index) => first + index)
    for (const outcome of await Promise.all(seeds.map((seed) => fuzzOnce(options, seed)))) {
      counts[outcome] += 1
    }
  }
  return counts
}

type Outcome = 'passed' | 'failed'

function fuzzOnce(options: FuzzOptions, seed: number): Promise<Outcome> {
  const { turns, from = 0, framing, strange } = options
  const indexes = turns.flatMap(({ length }, index) => (index >= from && length > 0 ? [index] : []))
  const changed = indexes[random(seed)(indexes.length)] ?? 0
  const sent = turns.map((turn, index) =>
    index === changed ? mutate(turn, framing, strange, seed) : turn,
  )
  const last = seed % 8 === 0 ? undefined : changed
  return checkOnce(options, sent, last).catch((error: unknown) => {
    throw new Error(`seed ${seed}`, { cause: error })
  })
}

async function checkOnce(
  { open, tls }: FuzzOptions,
  turns: readonly Turn[],
  last?: number,
): Promise<Outcome> {
  const server = await replay(turns, { tls, last })
  const { checker, close } = await open({ host: server.host, port: server.port })
  const timeout = last === undefined ? limits.keepsConnection : limits.closesConnection
  const signal = AbortSignal.timeout(timeout)
  const outcome = await Promise.resolve(checker.check({ signal, timeout })).then(
    () => 'passed' as const,
    () => 'failed' as const,
  )
  await close()
  await waitUntil(
    () => server.connections === 0,
    () => `connections still open: ${server.connections}`,
  )
  await server.close()
  return outcome
}
