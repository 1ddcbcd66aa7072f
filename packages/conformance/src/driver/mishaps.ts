/** What went past everybody, and would have ended a process or filled its log. */
export interface Mishaps {
  readonly seen: readonly string[]
  /** Warnings of too many listeners. */
  readonly listeners: readonly string[]
  stop(): void
}

/** Stands in for the runner, which would take them for a failure of its own, until it is stopped. */
export function startMishaps(): Mishaps {
  const seen: string[] = []
  const note = (kind: string) => (error: unknown) => void seen.push(`${kind}: ${textOf(error)}`)
  const restores = [
    standIn('uncaughtException', note('uncaught exception')),
    standIn('unhandledRejection', note('unhandled rejection')),
  ]
  const listeners: string[] = []
  const { emitWarning } = process
  // At its source: a test may hold back warnings, those of the driver among them.
  process.emitWarning = (...warning: unknown[]) => {
    const [first] = warning
    const isOurs = first instanceof Error && first.name === 'MaxListenersExceededWarning'
    if (isOurs) listeners.push(first.message)
    else Reflect.apply(emitWarning, process, warning)
  }
  return {
    seen,
    listeners,
    stop() {
      process.emitWarning = emitWarning
      for (const restore of restores) restore()
    },
  }
}

type Listener = (error: unknown) => void

function standIn(event: string, listener: Listener): () => void {
  const others = process.rawListeners(event) as Listener[]
  process.removeAllListeners(event)
  process.on(event, listener)
  return () => {
    process.off(event, listener)
    for (const other of others) process.on(event, other)
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
