import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createProbes, type ListenOptions, listen } from '../src/index.ts'

const require = createRequire(import.meta.url)
const failing = { name: 'queue', failure: 'cannot connect to queue.', check: async () => false }

async function start(options: ListenOptions = { port: 0 }): Promise<Server> {
  const probes = createProbes({ readiness: [failing], onTransition: () => {} })
  const server = await listen(probes, options)
  onTestFinished(() => void server.close())
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function ask(port: number, path: string, { method = 'GET', host = '127.0.0.1' } = {}) {
  const asked = request({ host, port, path, method, agent: false }).end()
  const [response] = await once(asked, 'response')
  const { statusCode: status, headers } = response
  return { status, allow: headers.allow, body: await text(response) }
}

test('answers the probes on a port of their own', async () => {
  const port = portOf(await start())

  expect(await ask(port, '/healthz')).toMatchObject({ status: 200, body: 'OK' })
  expect(await ask(port, '/readyz')).toMatchObject({
    status: 503,
    body: 'queue: cannot connect to queue.',
  })
  expect(await ask(port, '/readyz', { method: 'HEAD' })).toMatchObject({ status: 503, body: '' })
})

test('answers any other path with 404', async () => {
  const port = portOf(await start())

  for (const path of ['/', '/healthz/', '/hello?/healthz']) {
    const nothing = { status: 404, allow: undefined, body: '' }
    expect(await ask(port, path)).toEqual(nothing)
    expect(await ask(port, path, { method: 'POST' })).toEqual(nothing)
  }
})

test('answers any other method with 405 and those that are allowed', async () => {
  const port = portOf(await start())

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    for (const path of ['/healthz', '/readyz?verbose']) {
      const answer = await ask(port, path, { method })
      expect(answer).toEqual({ status: 405, allow: 'GET, HEAD', body: '' })
    }
  }
})

test('closes the connection of a response that throws, whatever the path, and goes on', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => log.mockRestore())
  const server = await start()
  const spoil = (_req: IncomingMessage, res: ServerResponse) => void res.setHeader('Trailer', 'A')
  server.prependListener('request', spoil)

  for (const path of ['/healthz', '/readyz', '/hello']) {
    await expect(ask(portOf(server), path)).rejects.toThrow('socket hang up')
  }
  expect(log).toHaveBeenCalledTimes(3)
  server.off('request', spoil)
  expect(await ask(portOf(server), '/healthz')).toMatchObject({ status: 200 })
})

test.each(['127.0.0.1', '127.0.0.2', '::1'])('is reached at %s by default', async (host) => {
  expect(await ask(portOf(await start()), '/healthz', { host })).toMatchObject({ status: 200 })
})

test('is reached at no address but the one it is given', async () => {
  const port = portOf(await start({ port: 0, host: '127.0.0.2' }))

  expect(await ask(port, '/healthz', { host: '127.0.0.2' })).toMatchObject({ status: 200 })
  await expect(ask(port, '/healthz')).rejects.toThrow('ECONNREFUSED')
})

test('rejects when the port is taken, with an error that names it', async () => {
  const port = portOf(await start())

  await expect(start({ port })).rejects.toThrow(
    expect.objectContaining({ code: 'EADDRINUSE', message: expect.stringContaining(`${port}`) }),
  )
})

test.each([
  [-1, '-1'],
  [65_536, '65536'],
  [80.5, '80.5'],
  [Number.NaN, 'NaN'],
  ['8080', "'8080'"],
  [undefined, 'undefined'],
])('throws at once when the port is %s', (port, shown) => {
  const message = `port must be a whole number from 0 to 65535, got ${shown}`
  expect(() => listen(createProbes(), { port: port as number })).toThrow(new TypeError(message))
})

test('ends idle connections that are kept alive when it is closed', async () => {
  const server = await start()
  const agent = new Agent({ keepAlive: true })
  const asked = request({ port: portOf(server), path: '/healthz', agent }).end()
  const socket: Socket = await once(asked, 'socket').then(([given]) => given)
  const [response] = await once(asked, 'response')
  expect(await text(response)).toBe('OK')

  server.close()
  await Promise.all([once(server, 'close'), once(socket, 'close')])
})

test('keeps no process alive whose work has ended, nor does a connection', async () => {
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
  const flags = ['--conditions=@readyz/source', '--import', require.resolve('tsx')]
  const child = spawn(process.execPath, [...flags, worker], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill())
  const [port] = await once(child.stdout, 'data')
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toContain('200 OK')

  child.stdin.end('enough')
  expect(await once(child, 'exit')).toEqual([0, null])
})
