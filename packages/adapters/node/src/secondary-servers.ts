import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { AddressInfo, Server } from 'node:net'

// Of Node, when `listen` of a server is called.
const channel = 'tracing:net.server.listen:asyncStart'

interface Listening {
  readonly server: Server
  readonly options: { readonly port?: unknown }
}

/**
 * Calls back with each further server that is to listen on the port of this one, with the same listener for requests.
 * Fastify makes one for every address of `localhost` but the first, and shows them to nobody.
 */
export function onSecondaryServer(server: Server, attach: (secondary: Server) => void): void {
  const listeners = new Set(server.listeners('request'))

  function check(message: unknown): void {
    const { server: other, options } = message as Listening
    const { port } = (server.address() as AddressInfo | null) ?? {}
    if (other === server || port === undefined || Number(options.port) !== port) return
    for (const listener of server.listeners('request')) listeners.add(listener)
    if (other.listeners('request').some((each) => listeners.has(each))) attach(other)
  }

  // Not longer than it listens: the channel would keep the server in memory.
  server.on('listening', () => subscribe(channel, check))
  server.on('close', () => void unsubscribe(channel, check))
  if (server.listening) subscribe(channel, check)
}
