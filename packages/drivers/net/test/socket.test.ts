import { getEventListeners, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { blackhole, refused, silent } from '@readyz/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { closed, destroyOnAbort, openSocket } from '../src/index.ts'

const never = () => new AbortController().signal

async function silentServer() {
  const server = await silent()
  onTestFinished(() => server.close())
  return server
}

describe('a socket', () => {
  test('connects to a port and a host, in each form of the arguments', async () => {
    const { host, port } = await silentServer()
    const socket = openSocket(never())
    socket.connect(port, host)
    await once(socket, 'connect')
    expect(socket.remotePort).toBe(port)
    socket.destroy()
  })

  test('calls the listener of connect', async () => {
    const { host, port } = await silentServer()
    const [socket, other] = [openSocket(never()), openSocket(never())]
    await new Promise<void>((resolve) => socket.connect(port, host, resolve))
    await new Promise<void>((resolve) => other.connect({ port, host }, resolve))
    expect([socket.remotePort, other.remotePort]).toEqual([port, port])
    socket.destroy()
    other.destroy()
  })

  test('connects to a port that is a string', async () => {
    const { port } = await silentServer()
    const socket = openSocket(never())
    socket.connect(String(port))
    await once(socket, 'connect')
    expect(socket.remotePort).toBe(port)
    socket.destroy()
  })

  test('connects to a name', async () => {
    const { port } = await silentServer()
    const socket = openSocket(never())
    socket.connect({ port, host: 'localhost' })
    await once(socket, 'connect')
    expect(socket.remotePort).toBe(port)
    socket.destroy()
  })

  test('connects to a Unix socket', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'readyz-'))
    const file = path.join(directory, 's')
    const server = createServer().listen(file)
    await once(server, 'listening')
    const socket = openSocket(never())
    socket.connect(file)
    await once(socket, 'connect')
    const other = openSocket(never())
    await new Promise<void>((resolve) => other.connect(file, resolve))
    expect([socket.readyState, other.readyState]).toEqual(['open', 'open'])
    socket.destroy()
    other.destroy()
    server.close()
    await rm(directory, { recursive: true })
  })

  test('is destroyed while connected when the signal aborts', async () => {
    const { host, port } = await silentServer()
    const controller = new AbortController()
    const socket = openSocket(controller.signal)
    socket.connect(port, host)
    await once(socket, 'connect')
    controller.abort()
    await closed(socket)
    expect(socket.destroyed).toBe(true)
  })

  test('is destroyed while connecting when the signal aborts', async () => {
    const { host, port, release } = await blackhole()
    onTestFinished(release)
    const controller = new AbortController()
    const socket = openSocket(controller.signal)
    socket.connect(port, host)
    controller.abort()
    await closed(socket)
    expect(socket.destroyed).toBe(true)
  })

  test('stays destroyed if connect is called after the signal has aborted', async () => {
    const server = await silentServer()
    const controller = new AbortController()
    const socket = openSocket(controller.signal)
    controller.abort()
    socket.connect(server.port, server.host)
    await closed(socket)
    expect({ accepted: server.accepted, destroyed: socket.destroyed }).toEqual({
      accepted: 0,
      destroyed: true,
    })
  })

  test('resolves `closed` at once if it is already closed', async () => {
    const socket = openSocket(AbortSignal.abort())
    await once(socket, 'close')
    await expect(closed(socket)).resolves.toBeUndefined()
  })

  test('is destroyed at once if the signal is already aborted', () => {
    expect(openSocket(AbortSignal.abort()).destroyed).toBe(true)
  })

  test('emits errors without ending the process', async () => {
    const { host, port } = await refused()
    const socket = openSocket(never())
    socket.connect(port, host)
    await closed(socket)
    expect(socket.errored).toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('removes its listener from the signal when it is closed', async () => {
    const signal = never()
    const socket = destroyOnAbort(signal, new Socket())
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    socket.destroy()
    await once(socket, 'close')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
