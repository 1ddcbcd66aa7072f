import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { freePort, host } from './port.ts'
import type { Address } from './servers.ts'

/** An address where every connect hangs: the kernel drops the first packet. */
export interface Blackhole extends Address {
  /** From here on connects are refused, and a server may take the port. */
  release(): Promise<void>
}

// Its thread sleeps for good, so nobody ever takes a connection from the queue.
const deafListener = `
  const { createServer } = require('node:net')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer()
  server.listen({ ...workerData.address, backlog: 1 }, () => {
    parentPort.postMessage('listening')
    Atomics.wait(workerData.lock, 0, 0)
  })`

const patience = 100

function connects(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      // The loop may have been held up: look at the socket once more before the verdict.
      setImmediate(() => resolve(false))
    }, patience)
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

async function fill(address: Address, fillers: Socket[]): Promise<void> {
  const filler = connect(address)
  filler.on('error', () => {})
  fillers.push(filler)
  if (await connects(filler)) await fill(address, fillers)
}

/** Fills the accept queue of a listener that never accepts. */
export async function blackhole(options: { readonly port?: number } = {}): Promise<Blackhole> {
  const address = { host, port: options.port ?? (await freePort()) }
  const lock = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(deafListener, { eval: true, workerData: { address, lock } })
  await once(worker, 'message')
  const fillers: Socket[] = []
  await fill(address, fillers)
  return {
    ...address,
    async release() {
      for (const filler of fillers) filler.destroy()
      Atomics.notify(lock, 0)
      await worker.terminate()
    },
  }
}
