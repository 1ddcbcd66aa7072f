import { once } from 'node:events'
import { readSync, writeSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { createProbes, listen, stopGracefully } from '@readyz/node'
import { WebSocket, WebSocketServer } from 'ws'
import { createNestServer } from './nest-server.ts'
import { createListener, streaming } from './request-listener.ts'
import { serverKinds } from './server-kinds.ts'

// A server that prints the id of each request that it accepts. Argument: `ApplicationOptions` as
// JSON.
const options = JSON.parse(process.argv[2] ?? '{}')
const { kind, hooks = [], drainSeconds, timeoutSeconds, listens = true } = options
const { keepAliveMs, signals = ['SIGTERM'], handsOver = false, closesStreams = true } = options

const probes = createProbes()
const accept = (id: string) => void writeSync(1, `accepted ${id}\n`)
const work = async (path: string) => {
  const id = path.slice(path.lastIndexOf('/') + 1)
  if (path.startsWith('/stop-and-block/')) await stopAndBlock(id)
  else if (path.startsWith('/stop-twice/')) await stopTwice(id)
  else accept(id)
  await sleep(5)
  return id
}

/** Signals the process. Blocks the event loop past `keepAliveMs` after the port is closed. */
async function stopAndBlock(id: string): Promise<void> {
  process.kill(process.pid, 'SIGTERM')
  const isListening = () => server?.listening === true
  while (isListening()) await turn()
  // Wait for the start of the timers that begin when the port is closed.
  await turn()
  accept(id)
  // Wait until the test has sent everything.
  readSync(0, Buffer.alloc(1))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, keepAliveMs + 2000)
}

/** Signals the process twice. Then blocks the event loop for longer than a second. */
async function stopTwice(id: string): Promise<void> {
  process.kill(process.pid, 'SIGTERM')
  while ((await probes.readiness()).status === 'pass') await turn()
  process.kill(process.pid, 'SIGTERM')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500)
  accept(id)
}

const server =
  kind === 'nest'
    ? await createNestServer(work)
    : await serverKinds[kind]?.(createListener(work), work)
if (server === undefined) throw new Error(`unknown server kind: ${kind}`)
if (keepAliveMs !== undefined) Object.assign(server, { keepAliveTimeout: keepAliveMs })

const sockets = new WebSocketServer({ noServer: true })
if (kind === 'http' || kind === 'https') {
  server.on('upgrade', (req, socket, head) =>
    sockets.handleUpgrade(req, socket, head, (client) =>
      client.on('message', (data) => {
        // A message after the close frame is discarded.
        if (client.readyState !== WebSocket.OPEN) return
        const id = (data as Buffer).toString()
        accept(id)
        client.send(id)
      }),
    ),
  )
}

stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds,
  signals,
  closeUpgraded: () => {
    if (closesStreams) for (const client of sockets.clients) client.close(1001)
  },
  closeStreaming: (responses) => {
    const open = responses.filter((response) => streaming.has(response))
    writeSync(1, `streaming ${open.length} of ${responses.length}\n`)
    if (closesStreams) for (const response of open) response.end('bye')
  },
  beforeExit: [...hooks.map(hookOf), () => void writeSync(1, 'hooks ran\n')],
})
const probe = await listen(probes, { port: 0, host: '127.0.0.1' })
const portOf = (each: Server) => (each.address() as AddressInfo).port
// Libraries for sticky sessions also hand accepted connections over in this way.
const front = handsOver ? createServer((socket) => void server.emit('connection', socket)) : server
if (listens) await once(front.listen(0, '127.0.0.1'), 'listening')
writeSync(1, `listening ${listens ? portOf(front) : '-'} ${portOf(probe)} ${process.pid}\n`)
if (!listens) {
  // Simulates a start that never ends. SIGUSR2 makes the server listen after the shutdown began.
  setInterval(() => {}, 1000)
  process.once('SIGUSR2', () => {
    server.listen(0, '127.0.0.1').once('close', () => void writeSync(1, 'closed\n'))
  })
}

/** Creates an exit hook that works, throws or hangs, depending on its name. */
function hookOf(name: string) {
  return {
    name,
    timeoutSeconds: 0.3,
    run: (): unknown => {
      writeSync(1, `hook ${name}\n`)
      if (name.startsWith('throws')) throw new Error(`${name} was\nhere`)
      return name.startsWith('hangs') ? new Promise(() => {}) : undefined
    },
  }
}
