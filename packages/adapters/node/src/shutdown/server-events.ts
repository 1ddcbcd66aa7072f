import type { Server } from 'node:net'

type Watcher = (...args: never[]) => unknown

/**
 * Calls the watcher of an event before its listeners. If the watcher returns `false`, the listeners
 * are not called. A watcher is not a listener, because a listener for `upgrade` changes how the
 * server behaves, and libraries remove listeners.
 */
export function watchEvents(server: Server, watchers: Readonly<Record<string, Watcher>>): void {
  const emit: (event: string | symbol, ...args: unknown[]) => boolean = server.emit
  server.emit = (event: string | symbol, ...args: unknown[]) => {
    const watcher = typeof event === 'string' && Object.hasOwn(watchers, event) && watchers[event]
    if (watcher && watcher(...(args as never[])) === false) return true
    return emit.call(server, event, ...args)
  }
}
