import { promisify } from 'node:util'
import { closes, garbage, type ProxyMode, resets, silent, speaksHttp } from '@readyz/conformance'
import { lookup } from '@readyz/net'
import type { Daemon, DnsMode } from '@readyz/servers'
import type { Row } from './driver-under-test.ts'
import { type Fault, inPlace } from './fault.ts'

// What can happen to any server that is reached through a network.

const freeze = async ({ server }: { readonly server: Daemon }) => {
  server.freeze()
  return () => server.thaw()
}

const through = (mode: ProxyMode): Fault['apply'] => {
  return async ({ proxy }) => {
    proxy.mode = mode
    return () => {
      proxy.mode = 'pass'
    }
  }
}

export const refused: Fault = {
  name: 'refused',
  where: 'server',
  async apply({ server }) {
    await server.stop()
    return () => server.start()
  },
}

export const killedWhileIdle: Fault = {
  name: 'killed while idle',
  where: 'server',
  idle: true,
  async apply({ server }) {
    await server.kill()
    return () => server.start()
  },
}

export const restarted: Fault = {
  name: 'restarted',
  where: 'server',
  idle: true,
  async apply({ server }) {
    await server.restart()
    return () => {}
  },
}

export const frozenBeforeConnect: Fault = { name: 'frozen before the connect', apply: freeze }
export const frozenWhileIdle: Fault = { name: 'frozen while idle', idle: true, apply: freeze }

export const droppedBeforeConnect: Fault = {
  name: 'packets dropped before the connect',
  where: 'blackhole',
  apply: async ({ endBlackhole }) => endBlackhole,
}
export const droppedWhileIdle: Fault = {
  name: 'packets dropped while idle',
  idle: true,
  apply: through('drop'),
}

export const acceptsAndIsSilent: Fault = inPlace('accepts and is silent', silent)
export const acceptsAndCloses: Fault = inPlace('accepts and closes', closes)
export const acceptsAndResets: Fault = inPlace('accepts and resets', resets)
export const speaksGarbage: Fault = inPlace('speaks garbage', garbage)
export const speaksOtherProtocol: Fault = inPlace('speaks HTTP', speaksHttp)

export const tricklesFromConnect: Fault = {
  name: 'one byte at a time from the connect on',
  apply: through('trickle'),
}
export const tricklesWhileIdle: Fault = {
  name: 'one byte at a time while idle',
  idle: true,
  apply: through('trickle'),
}

const unresolved = (name: string, mode: DnsMode): Fault => ({
  name,
  where: 'name',
  async apply({ dns, host }) {
    dns.mode = mode
    return async () => {
      dns.mode = 'answer'
      // The resolver of the system cannot be hurried: a question that was lost is asked again when its time is over.
      if (mode === 'silent') await promisify(lookup)(host, {})
    }
  },
})

/** They take a network whose only name server is ours. */
export const nameResolutionRows: readonly Row[] = [
  [unresolved('a name that does not exist', 'nxdomain'), 'dns'],
  [unresolved('a resolver that fails', 'servfail'), 'dns'],
  [unresolved('a resolver that hangs', 'silent'), 'timeout'],
]
