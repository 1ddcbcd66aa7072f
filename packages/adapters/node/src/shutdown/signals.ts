import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { afterReads } from './after-reads.ts'

// A symbol of the whole process, because two copies of this package would both end the process.
const mark = Symbol.for('@readyz/node stopGracefully')

// An init process and npm both forward the signal of their process group, so the process may
// receive it twice.
const duplicateMs = 1000

export interface SignalHandlers {
  readonly onFirst: (signal: NodeJS.Signals) => void
  /** Called for each later signal, except a duplicate of the first within a second. */
  readonly onLater: (signal: NodeJS.Signals) => void
}

/**
 * Handles the signals.
 *
 * @throws TypeError in a worker thread, which receives no signals, and on a second call
 */
export function handleSignals(signals: readonly NodeJS.Signals[], handlers: SignalHandlers): void {
  assertMainThread()
  assertFirst(signals)
  let duplicate: NodeJS.Signals | undefined
  let isFirst = true
  const listener = (signal: NodeJS.Signals): void => {
    if (signal === duplicate) return
    if (isFirst) begin(signal)
    else handlers.onLater(signal)
  }
  const begin = (signal: NodeJS.Signals): void => {
    isFirst = false
    duplicate = signal
    // A duplicate that arrived in time is ignored even if the event loop was blocked and reads it
    // later.
    afterReads(duplicateMs, () => {
      duplicate = undefined
    })
    handlers.onFirst(signal)
  }
  for (const signal of signals) process.on(signal, Object.assign(listener, { [mark]: true }))
}

/** The number of listeners of the signal, without the one of `handleSignals`. */
export function countOtherListeners(signal: NodeJS.Signals): number {
  return process.listeners(signal).filter((each) => !Object.hasOwn(each, mark)).length
}

export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal]

function assertMainThread(): void {
  if (isMainThread) return
  throw new TypeError(
    'stopGracefully must be called in the main thread: a worker thread receives no signals',
  )
}

function assertFirst(signals: readonly NodeJS.Signals[]): void {
  const taken = signals.find((signal) =>
    process.listeners(signal).some((listener) => Object.hasOwn(listener, mark)),
  )
  if (taken === undefined) return
  throw new TypeError(
    `stopGracefully was already called for ${taken}; pass all servers in one call`,
  )
}
