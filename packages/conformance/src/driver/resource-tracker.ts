import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { Socket } from 'node:net'

/** What a check did, and what was done on its behalf. */
export interface TrackedResources {
  readonly sockets: Socket[]
  /** Those that still run, also if they do not keep the process awake. */
  readonly timers: Set<number>
  /** What it wrote to the console, or past it. */
  readonly printed: string[]
}

const current = new AsyncLocalStorage<TrackedResources>()

/** Runs a check with its own trace. */
export function withTracking<T>(trace: TrackedResources, run: () => T): T {
  return current.run(trace, run)
}

/** Whether what happens now is on behalf of a check. */
export function isTracked(): boolean {
  return current.getStore() !== undefined
}

const methods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const

/** From now on notes what checks do; returns what ends that. */
export function startTracking(): () => void {
  const restores = [
    ...methods.map(tapConsole),
    tapStream(process.stdout),
    tapStream(process.stderr),
    tapSockets(),
    tapTimers(),
  ]
  return () => {
    for (const restore of restores) restore()
  }
}

function tapSockets(): () => void {
  const { connect } = Socket.prototype
  Socket.prototype.connect = function (this: Socket, ...target: unknown[]) {
    current.getStore()?.sockets.push(this)
    return Reflect.apply(connect, this, target)
  }
  return () => {
    Socket.prototype.connect = connect
  }
}

function tapTimers(): () => void {
  const owners = new Map<number, TrackedResources>()
  const hook = createHook({
    init(id, type) {
      const trace = type === 'Timeout' ? current.getStore() : undefined
      trace?.timers.add(id)
      if (trace) owners.set(id, trace)
    },
    destroy(id) {
      owners.get(id)?.timers.delete(id)
      owners.delete(id)
    },
  }).enable()
  return () => void hook.disable()
}

function tapConsole(method: (typeof methods)[number]): () => void {
  const original = console[method]
  console[method] = (...words: unknown[]) => {
    const trace = current.getStore()
    if (trace) trace.printed.push(words.map(String).join(' '))
    else Reflect.apply(original, console, words)
  }
  return () => {
    console[method] = original
  }
}

function tapStream(stream: NodeJS.WriteStream): () => void {
  const { write } = stream
  stream.write = (...args: unknown[]) => {
    const trace = current.getStore()
    if (trace === undefined) return Reflect.apply(write, stream, args)
    trace.printed.push(String(args[0]).trimEnd())
    // What comes behind the text is its encoding, who waits for it, or both.
    const written = args.at(-1)
    if (typeof written === 'function') process.nextTick(written)
    return true
  }
  return () => {
    stream.write = write
  }
}
