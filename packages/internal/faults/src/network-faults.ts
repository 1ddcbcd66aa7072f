import { promisify } from 'node:util'
import { closes, garbage, type ProxyMode, resets, silent, speaksHttp } from '@readyz/conformance'
import { lookup } from '@readyz/net'
import type { Daemon, DnsMode } from '@readyz/servers'
import type { Row } from './driver-under-test.ts'
import { type Fault, replaceServer } from './fault.ts'

// The faults that apply to every server behind a network.

const freeze = async ({ server }: { readonly server: Daemon }) => {
  server.freeze()
  return () => server.thaw()
}

const setProxyMode = (mode: ProxyMode): Fault['apply'] => {
  return async ({ proxy }) => {
    proxy.mode = mode
    return () => {
      proxy.mode = 'pass'
    }
  }
}

export const stopped: Fault = {
  name: 'server stopped',
  where: 'server',
  async apply({ server }) {
    await server.stop()
    return () => server.start()
  },
}

export const killedWhileIdle: Fault = {
  name: 'server killed while connections are idle',
  where: 'server',
  idle: true,
  async apply({ server }) {
    await server.kill()
    return () => server.start()
  },
}

export const restarted: Fault = {
  name: 'server restarted',
  where: 'server',
  idle: true,
  async apply({ server }) {
    await server.restart()
    return () => {}
  },
}

export const frozenBeforeConnect: Fault = {
  name: 'server frozen before the client connects',
  apply: freeze,
}
export const frozenWhileIdle: Fault = {
  name: 'server frozen while connections are idle',
  idle: true,
  apply: freeze,
}

export const droppedBeforeConnect: Fault = {
  name: 'packets dropped before the client connects',
  where: 'blackhole',
  apply: async ({ endBlackhole }) => endBlackhole,
}
export const droppedWhileIdle: Fault = {
  name: 'packets dropped while connections are idle',
  idle: true,
  apply: setProxyMode('drop'),
}

export const acceptsAndStaysSilent: Fault = replaceServer(
  'server that accepts connections and stays silent',
  silent,
)
export const acceptsAndCloses: Fault = replaceServer(
  'server that accepts and closes connections',
  closes,
)
export const acceptsAndResets: Fault = replaceServer(
  'server that accepts and resets connections',
  resets,
)
export const answersWithInvalidData: Fault = replaceServer(
  'server that answers with invalid data',
  garbage,
)
export const answersWithHttp: Fault = replaceServer('server that answers with HTTP', speaksHttp)

export const tricklesFromStart: Fault = {
  name: 'server that sends one byte at a time from the start',
  apply: setProxyMode('trickle'),
}
export const tricklesOnIdleConnections: Fault = {
  name: 'server that sends one byte at a time on idle connections',
  idle: true,
  apply: setProxyMode('trickle'),
}

const failedResolution = (name: string, mode: DnsMode): Fault => ({
  name,
  where: 'name',
  async apply({ dns, host }) {
    dns.mode = mode
    return async () => {
      dns.mode = 'answer'
      // The system resolver repeats a lost query only after its own timeout.
      if (mode === 'silent') await promisify(lookup)(host, {})
    }
  },
})

/** Require a network namespace whose only name server is the one of the harness. */
export const nameResolutionRows: readonly Row[] = [
  [failedResolution('host name that does not exist', 'nxdomain'), 'dns'],
  [failedResolution('DNS resolver that fails', 'servfail'), 'dns'],
  [failedResolution('DNS resolver that hangs', 'silent'), 'timeout'],
]
