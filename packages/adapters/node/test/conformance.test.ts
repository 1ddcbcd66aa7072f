import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificate } from '@readyz/certificate'
import { adapterConformance, type Serve, type Served } from '@readyz/conformance'
import { fastify } from 'fastify'
import { describe, test } from 'vitest'
import { attachProbes, nodeProbes, type Probes } from '../src/index.ts'
import { type Listener, listeners, plain, prepareFastify } from './applications.ts'

const identity = await certificate()

/** The servers of Node that emit `request`, by module. */
const servers: Readonly<Record<string, (listener?: Listener) => Server>> = {
  http: (listener) => createServer(listener),
  https: (listener) => createTlsServer(identity, listener),
  // The types differ, but the requests and responses have the same methods.
  http2: (listener) =>
    createSecureServer({ ...identity, allowHTTP1: true }, listener as never) as never,
}
/** Frameworks that do not support HTTP/2. */
const noHttp2 = ['Express']

async function start(kind: string, server: Server): Promise<Served> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const scheme = kind === 'http' ? 'http' : 'https'
  return { url: `${scheme}://127.0.0.1:${port}`, close: () => server.close() }
}

const withProbes = (probes: Probes | undefined, listener: Listener): Listener =>
  probes === undefined ? listener : nodeProbes(probes, listener)

describe.each(Object.entries(listeners))('nodeProbes in front of %s', (name, create) => {
  const supported = Object.entries(servers).filter(
    ([kind]) => kind !== 'http2' || !noHttp2.includes(name),
  )
  describe.each(supported)('over %s', (kind, createServerOf) => {
    adapterConformance(test, (probes) => start(kind, createServerOf(withProbes(probes, create()))))
  })
})

const attach = (server: Server, probes: Probes | undefined) => {
  if (probes !== undefined) attachProbes(server, probes)
  return server
}

describe.each(Object.entries(servers))(
  'attachProbes on a server of node:%s',
  (kind, createServerOf) => {
    describe('whose listener was added before', () => {
      adapterConformance(test, (probes) => start(kind, attach(createServerOf(plain), probes)))
    })

    describe('whose listener is added later', () => {
      adapterConformance(test, (probes) =>
        start(kind, attach(createServerOf(), probes).on('request', plain)),
      )
    })
  },
)

const fastifyServers = {
  http: () => fastify(),
  http2: () => fastify({ http2: true, https: { ...identity, allowHTTP1: true } }),
}

describe.each(Object.entries(fastifyServers))(
  'attachProbes on a Fastify server over %s',
  (_, create) => {
    const serve: Serve = async (probes) => {
      const app = prepareFastify(create() as ReturnType<(typeof fastifyServers)['http']>)
      attach(app.server, probes)
      return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
    }
    adapterConformance(test, serve)
  },
)
