import { constants } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { afterReads } from './stop-timer.ts'

// Also of another copy of this package: two would end the process under each other.
const mark = Symbol.for('@readyz/node stopGracefully')

// An init process and npm both forward the signal that a process group receives, so that it comes twice.
const duplicateMs = 1000

export interface SignalHandlers {
  readonly onFirst: (signal: NodeJS.Signals) => void
  /** A later signal, other than a duplicate of the first within a second. */
  readonly onLater: (signal: NodeJS.Signals) => void
}

/**
 * Listens to the signals.
 *
 * @throws TypeError in a worker thread, which receives none, and when it has been called before
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
    // Signals are read like everything else: one that came in time counts as such when the event loop was blocked.
    afterReads(duplicateMs, () => {
      duplicate = undefined
    })
    handlers.onFirst(signal)
  }
  for (const signal of signals) process.on(signal, Object.assign(listener, { [mark]: true }))
}

/** How many listeners the signal has beside the one of `handleSignals`. */
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
    `stopGracefully is called a second time for ${taken}; give all servers at once`,
  )
}
