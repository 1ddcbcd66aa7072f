import { once } from 'node:events'
import { writeSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createProbes, listen, stopGracefully } from '@readyz/node'
import { WebSocket, WebSocketServer } from 'ws'
import { createListener, kinds } from './kinds.ts'

// A server that says which requests reached it. Argument: its kind and the options of its stop, as JSON.
const options = JSON.parse(process.argv[2] ?? '{}')
const { kind, hooks = [], drainSeconds, timeoutSeconds, listens = true, says = true } = options

const accept = (id: string) => void writeSync(1, `accepted ${id}\n`)
const work = async (path: string) => {
  const id = path.slice(path.lastIndexOf('/') + 1)
  accept(id)
  await sleep(5)
  return id
}

const server = await kinds[kind]?.(createListener(work), work)
if (server === undefined) throw new Error(`no such kind: ${kind}`)

const sockets = new WebSocketServer({ noServer: true })
if (kind === 'http' || kind === 'https') {
  server.on('upgrade', (req, socket, head) =>
    sockets.handleUpgrade(req, socket, head, (client) =>
      client.on('message', (data) => {
        // What comes behind the farewell is for nobody.
        if (client.readyState !== WebSocket.OPEN) return
        const id = (data as Buffer).toString()
        accept(id)
        client.send(id)
      }),
    ),
  )
}

const probes = createProbes()
stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds,
  closeUpgraded: () => {
    if (says) for (const client of sockets.clients) client.close(1001)
  },
  beforeExit: [...hooks.map(hookOf), () => void writeSync(1, 'hooks ran\n')],
})
const probe = await listen(probes, { port: 0, host: '127.0.0.1' })
const portOf = (each: Server) => (each.address() as AddressInfo).port
if (listens) await once(server.listen(0, '127.0.0.1'), 'listening')
writeSync(1, `listening ${listens ? portOf(server) : '-'} ${portOf(probe)} ${process.pid}\n`)
if (!listens) {
  // A start that never ends, and that of a server which comes when it is told to stop already.
  setInterval(() => {}, 1000)
  process.once('SIGUSR2', () => {
    server.listen(0, '127.0.0.1').once('close', () => void writeSync(1, 'closed\n'))
  })
}

/** What a hook is to do, by its name. */
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
