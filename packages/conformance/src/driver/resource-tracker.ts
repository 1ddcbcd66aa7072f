import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'

/** What a check, and code that it has called, opened and printed. */
export interface TrackedResources {
  readonly sockets: Socket[]
  /** Ids of the timers that are still active, including unref'd ones. */
  readonly timers: Set<number>
  /** The kind of each open handle that is not a TCP socket, by id. Also handles without `ref`. */
  readonly handles: Map<number, string>
  /** Lines written to the console, stdout or stderr, and repeated warnings. */
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
    trackWriteSync(),
    trackWarnings(),
    trackAsyncResources(),
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

/** The handles of Node.js by the type of their async resource. */
const handleKinds: Readonly<Record<string, string>> = {
  PROCESSWRAP: 'a child process',
  WORKER: 'a worker',
  UDPWRAP: 'a UDP socket',
  FSEVENTWRAP: 'a file watcher',
  STATWATCHER: 'a file watcher',
  FILEHANDLE: 'a file',
}

function trackAsyncResources(): () => void {
  const owners = new Map<number, TrackedResources>()
  const hook = createHook({
    init(id, type) {
      const kind = handleKinds[type]
      const tracked = type === 'Timeout' || kind !== undefined ? current.getStore() : undefined
      if (tracked === undefined) return
      if (kind === undefined) tracked.timers.add(id)
      else tracked.handles.set(id, kind)
      owners.set(id, tracked)
    },
    destroy(id) {
      owners.get(id)?.timers.delete(id)
      owners.get(id)?.handles.delete(id)
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

/** Synchronous writes to stdout and stderr bypass the streams. */
function trackWriteSync(): () => void {
  const { writeSync } = fs
  fs.writeSync = (fd: number, ...rest: unknown[]) => {
    const tracked = fd === 1 || fd === 2 ? current.getStore() : undefined
    if (tracked === undefined) return Reflect.apply(writeSync, fs, [fd, ...rest])
    const text = String(rest[0])
    tracked.printed.push(text.trimEnd())
    return Buffer.byteLength(text)
  }
  // Also for `import { writeSync } from 'node:fs'`.
  syncBuiltinESMExports()
  return () => {
    fs.writeSync = writeSync
    syncBuiltinESMExports()
  }
}

/** Records a warning that a driver emits again. A driver may warn once about its client. */
function trackWarnings(): () => void {
  const { emitWarning } = process
  const emitted = new Set<string>()
  process.emitWarning = (...args: unknown[]) => {
    const tracked = current.getStore()
    const [warning] = args
    const text = String(warning)
    // The rule for listeners reports this warning.
    const isOther = Object(warning).name !== 'MaxListenersExceededWarning'
    if (tracked && isOther && emitted.has(text)) tracked.printed.push(text)
    else Reflect.apply(emitWarning, process, args)
    emitted.add(text)
  }
  return () => {
    process.emitWarning = emitWarning
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
