/** The listeners of a signal, which share one event listener. */
interface Hub {
  readonly listeners: Set<() => void>
  /** The event listener. */
  callAll(): void
}

const hubs = new WeakMap<AbortSignal, Hub>()

/**
 * Calls the listener when the signal fires, or at once if it has fired. Returns a function that
 * removes the listener.
 *
 * Node warns of a leak when a signal has more than ten event listeners, and a check of several
 * servers needs a few for each server. So all listeners of a signal share one event listener, which
 * is removed with the last of them.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener()
    return noop
  }
  const hub = hubs.get(signal) ?? createHub(signal)
  // The same function may be added twice.
  const entry = () => listener()
  hub.listeners.add(entry)
  return () => {
    hub.listeners.delete(entry)
    if (hub.listeners.size === 0) removeHub(signal, hub)
  }
}

function createHub(signal: AbortSignal): Hub {
  const listeners = new Set<() => void>()
  const hub: Hub = {
    listeners,
    callAll() {
      removeHub(signal, hub)
      for (const listener of listeners) listener()
    },
  }
  hubs.set(signal, hub)
  signal.addEventListener('abort', hub.callAll)
  return hub
}

function removeHub(signal: AbortSignal, hub: Hub): void {
  signal.removeEventListener('abort', hub.callAll)
  if (hubs.get(signal) === hub) hubs.delete(signal)
}

const noop = () => {}
