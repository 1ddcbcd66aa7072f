/** Errors that nothing caught, which would have ended the process, and warnings that would have filled its log. */
export interface ProcessGuard {
  readonly seen: readonly string[]
  /** Resolves when the first of them is seen. */
  readonly first: Promise<void>
  /** Warnings of too many listeners. */
  readonly listeners: readonly string[]
  stop(): void
}

/** Stands in for the runner, which would take them for a failure of its own, until it is stopped. */
export function startProcessGuard(): ProcessGuard {
  const seen: string[] = []
  let resolveFirst = () => {}
  const first = new Promise<void>((resolve) => {
    resolveFirst = resolve
  })
  const note = (kind: string) => (error: unknown) => {
    seen.push(`${kind}: ${textOf(error)}`)
    resolveFirst()
  }
  const restores = [
    standIn('uncaughtException', note('uncaught exception')),
    standIn('unhandledRejection', note('unhandled rejection')),
  ]
  const listeners: string[] = []
  const { emitWarning } = process
  // At its source: a test may hold back warnings, those of the driver among them.
  process.emitWarning = (...warning: unknown[]) => {
    const [text] = warning
    const isCounted = text instanceof Error && text.name === 'MaxListenersExceededWarning'
    if (isCounted) listeners.push(text.message)
    else Reflect.apply(emitWarning, process, warning)
  }
  return {
    seen,
    first,
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
