import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { Socket } from 'node:net'

/** What a check, and code that it has called, opened and printed. */
export interface TrackedResources {
  readonly sockets: Socket[]
  /** Ids of the timers that are still active, including unref'd ones. */
  readonly timers: Set<number>
  /** Lines written to the console, stdout or stderr. */
  readonly printed: string[]
}

const current = new AsyncLocalStorage<TrackedResources>()

/** Runs `run` and records its resources in `tracked`. Requires `startTracking`. */
export function withTracking<T>(tracked: TrackedResources, run: () => T): T {
  return current.run(tracked, run)
}

/** Returns whether the current code was called by a check. */
export function isTracked(): boolean {
  return current.getStore() !== undefined
}

const methods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const

/** Replaces the functions that open and print. Returns a function that restores them. */
export function startTracking(): () => void {
  const restores = [
    ...methods.map(trackConsole),
    trackStream(process.stdout),
    trackStream(process.stderr),
    trackSockets(),
    trackTimers(),
  ]
  return () => {
    for (const restore of restores) restore()
  }
}

function trackSockets(): () => void {
  const { connect } = Socket.prototype
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    current.getStore()?.sockets.push(this)
    return Reflect.apply(connect, this, args)
  }
  return () => {
    Socket.prototype.connect = connect
  }
}

function trackTimers(): () => void {
  const owners = new Map<number, TrackedResources>()
  const hook = createHook({
    init(id, type) {
      const tracked = type === 'Timeout' ? current.getStore() : undefined
      tracked?.timers.add(id)
      if (tracked) owners.set(id, tracked)
    },
    destroy(id) {
      owners.get(id)?.timers.delete(id)
      owners.delete(id)
    },
  }).enable()
  return () => void hook.disable()
}

function trackConsole(method: (typeof methods)[number]): () => void {
  const original = console[method]
  console[method] = (...args: unknown[]) => {
    const tracked = current.getStore()
    if (tracked) tracked.printed.push(args.map(String).join(' '))
    else Reflect.apply(original, console, args)
  }
  return () => {
    console[method] = original
  }
}

function trackStream(stream: NodeJS.WriteStream): () => void {
  const { write } = stream
  stream.write = (...args: unknown[]) => {
    const tracked = current.getStore()
    if (tracked === undefined) return Reflect.apply(write, stream, args)
    tracked.printed.push(String(args[0]).trimEnd())
    // The arguments after the text are optional: the encoding and the callback.
    const callback = args.at(-1)
    if (typeof callback === 'function') process.nextTick(callback)
    return true
  }
  return () => {
    stream.write = write
  }
}
