import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { Address } from './fault-servers.ts'
import { freePort, host } from './free-port.ts'

/** An address at which every connect hangs, because the kernel drops the first packet. */
export interface Blackhole extends Address {
  /** Frees the port. Connects are then refused until a server listens on the port. */
  release(): Promise<void>
}

// The thread blocks after it has started to listen, so it never accepts a connection.
const blockedListener = `
  const { createServer } = require('node:net')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer()
  server.listen({ ...workerData.address, backlog: 1 }, () => {
    parentPort.postMessage('listening')
    Atomics.wait(workerData.lock, 0, 0)
  })`

// Milliseconds after which a pending connect counts as hanging.
const connectTimeout = 100

function connects(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      // If the event loop was blocked, the event 'connect' comes in this turn.
      setImmediate(() => resolve(false))
    }, connectTimeout)
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

async function fillQueue(address: Address, sockets: Socket[]): Promise<void> {
  const socket = connect(address)
  socket.on('error', () => {})
  sockets.push(socket)
  if (await connects(socket)) await fillQueue(address, sockets)
}

/** Opens a listener that never accepts, and fills its accept queue. Default: a free port. */
export async function blackhole(options: { readonly port?: number } = {}): Promise<Blackhole> {
  const address = { host, port: options.port ?? (await freePort()) }
  const lock = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(blockedListener, { eval: true, workerData: { address, lock } })
  await once(worker, 'message')
  const sockets: Socket[] = []
  await fillQueue(address, sockets)
  return {
    ...address,
    async release() {
      for (const socket of sockets) socket.destroy()
      Atomics.notify(lock, 0)
      await worker.terminate()
    },
  }
}
