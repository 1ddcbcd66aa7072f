import dns from 'node:dns'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import fastify from 'fastify'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { attachProbes, createProbes, stopGracefully } from '../src/index.ts'

const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3']

afterEach(() => {
  vi.restoreAllMocks()
  process.removeAllListeners('SIGUSR2')
})

/** Makes localhost resolve to several addresses. */
function mockLocalhost(): void {
  const lookup = dns.lookup as (...args: unknown[]) => void
  const mocked = (...args: readonly unknown[]): void => {
    const [name, options, callback] = args
    const found = addresses.map((address) => ({ address, family: 4 }))
    const done = (callback ?? options) as (...args: unknown[]) => void
    const isAll = Object(options).all === true
    if (name !== 'localhost') lookup(...args)
    else process.nextTick(() => (isAll ? done(null, found) : done(null, '127.0.0.1', 4)))
  }
  vi.spyOn(dns, 'lookup').mockImplementation(mocked)
}

function prepare() {
  mockLocalhost()
  const app = fastify()
  app.get('/', () => 'hello')
  onTestFinished(() => app.close())
  return app
}

async function get(host: string, port: number, path: string, agent: Agent) {
  const [response] = await once(request({ host, port, path, agent }).end(), 'response')
  return [response.statusCode, await text(response)]
}

test('attachProbes answers on every address of localhost on which Fastify listens', async () => {
  const app = prepare()
  attachProbes(app.server, createProbes())
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent()
  const listening = app.addresses().map((each) => Object(each).address)
  expect(new Set(listening)).toEqual(new Set(addresses))
  for (const host of addresses) {
    expect(await get(host, port, '/healthz', agent)).toEqual([200, 'OK'])
    expect(await get(host, port, '/', agent)).toEqual([200, 'hello'])
  }
})

test('attachProbes does not answer on a server with another listener', async () => {
  const probed = prepare()
  attachProbes(probed.server, createProbes())
  await probed.listen({ port: 0 })
  const other = fastify()
  onTestFinished(() => other.close())
  const { port } = probed.server.address() as AddressInfo
  await other.listen({ port, host: '127.0.0.9' })
  expect((await get('127.0.0.9', port, '/healthz', new Agent()))[0]).toBe(404)
})

test('stopGracefully awaits the requests on every address of localhost on which Fastify listens', async () => {
  const app = prepare()
  let answer = (_text: string) => {}
  const begun = new Promise<void>((resolve) => {
    app.get('/slow', () => {
      resolve()
      return new Promise<string>((done) => {
        answer = done
      })
    })
  })
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
  stopGracefully(app.server, createProbes(), { drainSeconds: 0, signals: ['SIGUSR2'] })
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const slow = get('127.0.0.3', port, '/slow', new Agent({ keepAlive: true }))
  await begun
  const closed = once(app.server, 'close')
  process.emit('SIGUSR2', 'SIGUSR2')
  await closed
  expect(exit).not.toHaveBeenCalled()
  answer('slow')
  expect(await slow).toEqual([200, 'slow'])
  await vi.waitUntil(() => exit.mock.calls.length > 0)
  expect(exit.mock.calls).toEqual([[undefined]])
})
