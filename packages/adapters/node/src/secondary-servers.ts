import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { AddressInfo, Server } from 'node:net'

// Node publishes to this channel when `listen` of a server is called.
const channel = 'tracing:net.server.listen:asyncStart'

interface Listening {
  readonly server: Server
  readonly options: { readonly port?: unknown }
}

/**
 * Calls `attach` for each further server that is about to listen on the same port with the same
 * request listener. Fastify creates such a server for every address of `localhost` except the
 * first, and does not expose it.
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

  // Only while the server listens, because the channel would keep it in memory.
  server.on('listening', () => subscribe(channel, check))
  server.on('close', () => void unsubscribe(channel, check))
  if (server.listening) subscribe(channel, check)
}
