/** The listeners of a signal, which share one event listener. */
interface SharedListener {
  readonly listeners: Set<() => void>
  /** The event listener. */
  callAll(): void
}

const sharedListeners = new WeakMap<AbortSignal, SharedListener>()

/**
 * Calls the listener when the signal aborts, or at once if it is already aborted. Returns a
 * function that removes the listener.
 *
 * Node.js warns of a leak when a signal has more than ten event listeners, and a check of several
 * servers needs a few for each server. So all listeners of a signal share one event listener, which
 * is removed with the last of them.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener()
    return noop
  }
  const shared = sharedListeners.get(signal) ?? share(signal)
  // The same function may be added twice.
  const entry = () => listener()
  shared.listeners.add(entry)
  return () => {
    shared.listeners.delete(entry)
    if (shared.listeners.size === 0) removeShared(signal, shared)
  }
}

function share(signal: AbortSignal): SharedListener {
  const listeners = new Set<() => void>()
  const shared: SharedListener = {
    listeners,
    callAll() {
      removeShared(signal, shared)
      for (const listener of listeners) listener()
    },
  }
  sharedListeners.set(signal, shared)
  signal.addEventListener('abort', shared.callAll)
  return shared
}

function removeShared(signal: AbortSignal, shared: SharedListener): void {
  signal.removeEventListener('abort', shared.callAll)
  if (sharedListeners.get(signal) === shared) sharedListeners.delete(signal)
}

const noop = () => {}
