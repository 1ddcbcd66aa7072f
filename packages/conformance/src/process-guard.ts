/** Records errors and calls that would end the process, and warnings about too many listeners. */
export interface ProcessGuard {
  /** Uncaught exceptions, unhandled rejections, and calls of `process.exit`. */
  readonly errors: readonly string[]
  /** Resolves at the first error. */
  readonly firstError: Promise<void>
  /** Messages of the warnings `MaxListenersExceededWarning`. */
  readonly listenerWarnings: readonly string[]
  stop(): void
}

/**
 * Replaces the process listeners of the test runner until `stop` is called. With its own listeners
 * the runner would report these errors as failures of the runner.
 */
export function startProcessGuard(): ProcessGuard {
  const errors: string[] = []
  let resolveFirst = () => {}
  const firstError = new Promise<void>((resolve) => {
    resolveFirst = resolve
  })
  const record = (kind: string) => (error: unknown) => {
    errors.push(`${kind}: ${messageOf(error)}`)
    resolveFirst()
  }
  const restores = [
    replaceListeners('uncaughtException', record('uncaught exception')),
    replaceListeners('unhandledRejection', record('unhandled rejection')),
    replaceExits(record('exit of the process')),
  ]
  const listenerWarnings: string[] = []
  const { emitWarning } = process
  // Replaces `emitWarning` instead of listening to the event 'warning', because a test may mock it.
  process.emitWarning = (...args: unknown[]) => {
    const [warning] = args
    const isRecorded = warning instanceof Error && warning.name === 'MaxListenersExceededWarning'
    if (isRecorded) listenerWarnings.push(warning.message)
    else Reflect.apply(emitWarning, process, args)
  }
  return {
    errors,
    firstError,
    listenerWarnings,
    stop() {
      process.emitWarning = emitWarning
      for (const restore of restores) restore()
    },
  }
}

/** Replaces the functions that end the process by functions that throw. */
function replaceExits(listener: Listener): () => void {
  const { exit, abort } = process
  const replacement = (name: string) => (): never => {
    const error = new Error(`${name}() was called`)
    listener(error)
    throw error
  }
  process.exit = replacement('process.exit')
  process.abort = replacement('process.abort')
  return () => {
    process.exit = exit
    process.abort = abort
  }
}

type Listener = (error: unknown) => void

function replaceListeners(event: string, listener: Listener): () => void {
  const replaced = process.rawListeners(event) as Listener[]
  process.removeAllListeners(event)
  process.on(event, listener)
  return () => {
    process.off(event, listener)
    for (const each of replaced) process.on(event, each)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
