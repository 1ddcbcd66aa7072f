import type { Address } from '@readyz/conformance'
import type { Checker } from '@readyz/core'
import { type Frame, type Framing, mutate, random } from './mutate.ts'
import { waitUntil } from './open-sockets.ts'
import { type ReplayOptions, replay, type Turn } from './replay.ts'

export interface FuzzOptions extends Pick<ReplayOptions, 'tls'> {
  readonly seeds: number
  /** What a healthy server sends to a client that connects, sends one statement and leaves. */
  readonly turns: readonly Turn[]
  /** The first turn that is changed. Default: 0. */
  readonly from?: number
  readonly framing: Framing
  /** Messages that a healthy server does not send here. */
  readonly strange: readonly Frame[]
  /** A checker of the server there, ready for its check, and what ends its application. */
  open(address: Address): Promise<FuzzSubject>
}

export interface FuzzSubject {
  readonly checker: Checker
  close(): Promise<unknown>
}

/** Milliseconds that a check has if the server closes the connection in the end, and if it does not. */
const limits = { closed: 10_000, held: 200 }
/** Checks that run at the same time. */
const width = 20

/**
 * Runs one check against each of many servers that send malformed messages, and throws if one leaves its connection
 * open. An error that no check catches ends the process, as it would end an application.
 */
export async function fuzz(options: FuzzOptions): Promise<Readonly<Record<Outcome, number>>> {
  const healthy = await checkOnce(options, options.turns, options.turns.length)
  if (healthy === 'failed') throw new Error('the check fails against a healthy server')
  const outcomes = { passed: 0, failed: 0 }
  for (let first = 0; first < options.seeds; first += width) {
    const seeds = Array.from({ length: width }, (_, index) => first + index)
    for (const outcome of await Promise.all(seeds.map((seed) => fuzzOnce(options, seed)))) {
      outcomes[outcome] += 1
    }
  }
  return outcomes
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
  const timeout = last === undefined ? limits.held : limits.closed
  const signal = AbortSignal.timeout(timeout)
  const outcome = await Promise.resolve(checker.check({ signal, timeout })).then(
    () => 'passed' as const,
    () => 'failed' as const,
  )
  await close()
  await waitUntil(
    () => server.connections === 0,
    () => `${server.connections} connections stay open`,
  )
  await server.close()
  return outcome
}
