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

async function send(port: number, path: string, { method = 'GET', host = '127.0.0.1' } = {}) {
  const sent = request({ host, port, path, method, agent: false }).end()
  const [response] = await once(sent, 'response')
  const { statusCode: status, headers } = response
  return { status, allow: headers.allow, body: await text(response) }
}

test('listen answers the probes on a dedicated port', async () => {
  const port = portOf(await start())

  expect(await send(port, '/healthz')).toMatchObject({ status: 200, body: 'OK' })
  expect(await send(port, '/readyz')).toMatchObject({
    status: 503,
    body: 'queue: cannot connect to queue.',
  })
  expect(await send(port, '/readyz', { method: 'HEAD' })).toMatchObject({ status: 503, body: '' })
})

test('listen responds with 404 to any other path', async () => {
  const port = portOf(await start())

  for (const path of ['/', '/healthz/', '/hello?/healthz']) {
    const notFound = { status: 404, allow: undefined, body: '' }
    expect(await send(port, path)).toEqual(notFound)
    expect(await send(port, path, { method: 'POST' })).toEqual(notFound)
  }
})

test('listen responds with 405 and the allowed methods to any other method', async () => {
  const port = portOf(await start())

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    for (const path of ['/healthz', '/readyz?verbose']) {
      const answer = await send(port, path, { method })
      expect(answer).toEqual({ status: 405, allow: 'GET, HEAD', body: '' })
    }
  }
})

test('listen closes the connection of a response that throws, on every path, and answers the next request', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => log.mockRestore())
  const server = await start()
  const addInvalidTrailer = (_req: IncomingMessage, res: ServerResponse) =>
    void res.setHeader('Trailer', 'A')
  server.prependListener('request', addInvalidTrailer)

  for (const path of ['/healthz', '/readyz', '/hello']) {
    await expect(send(portOf(server), path)).rejects.toThrow('socket hang up')
  }
  expect(log).toHaveBeenCalledTimes(3)
  server.off('request', addInvalidTrailer)
  expect(await send(portOf(server), '/healthz')).toMatchObject({ status: 200 })
})

test.each(['127.0.0.1', '127.0.0.2', '::1'])(
  'listen accepts connections to %s by default',
  async (host) => {
    expect(await send(portOf(await start()), '/healthz', { host })).toMatchObject({ status: 200 })
  },
)

test('listen with a host accepts connections only to that address', async () => {
  const port = portOf(await start({ port: 0, host: '127.0.0.2' }))

  expect(await send(port, '/healthz', { host: '127.0.0.2' })).toMatchObject({ status: 200 })
  await expect(send(port, '/healthz')).rejects.toThrow('ECONNREFUSED')
})

test('listen rejects with EADDRINUSE and the port if the port is in use', async () => {
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
])('listen throws a TypeError synchronously if the port is %s', (port, shown) => {
  const message = `port must be a whole number from 0 to 65535, got ${shown}`
  expect(() => listen(createProbes(), { port: port as number })).toThrow(new TypeError(message))
})

test('the server of listen closes its idle keep-alive connections when it is closed', async () => {
  const server = await start()
  const agent = new Agent({ keepAlive: true })
  const sent = request({ port: portOf(server), path: '/healthz', agent }).end()
  const socket: Socket = await once(sent, 'socket').then(([given]) => given)
  const [response] = await once(sent, 'response')
  expect(await text(response)).toBe('OK')

  server.close()
  await Promise.all([once(server, 'close'), once(socket, 'close')])
})

test('neither the server of listen nor an open connection keeps the process running', async () => {
  const worker = fileURLToPath(new URL('worker-program.ts', import.meta.url))
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

  child.stdin.end('exit')
  expect(await once(child, 'exit')).toEqual([0, null])
})
