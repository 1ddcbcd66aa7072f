import type { Server } from 'node:net'

type Watcher = (...args: never[]) => unknown

/**
 * Calls the watchers before the listeners of their events. An event whose watcher returns `false` reaches no listener.
 * Not a listener itself: one for upgrades would change what the server does, and libraries take listeners away.
 */
export function watchEvents(server: Server, watchers: Readonly<Record<string, Watcher>>): void {
  const emit: (event: string | symbol, ...args: unknown[]) => boolean = server.emit
  server.emit = (event: string | symbol, ...args: unknown[]) => {
    const watcher = typeof event === 'string' && Object.hasOwn(watchers, event) && watchers[event]
    if (watcher && watcher(...(args as never[])) === false) return true
    return emit.call(server, event, ...args)
  }
}
