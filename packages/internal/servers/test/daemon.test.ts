import { once } from 'node:events'
import { readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Daemon } from '../src/index.ts'
import { isAlive } from '../src/processes.ts'
import { serverKinds } from './server-kinds.ts'

describe.each(serverKinds)('a running $name', ({ program, start, request }) => {
  let server: Daemon
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())

  test('has the process `pid`, whose working directory is in `directory`', () => {
    expect(readFileSync(`/proc/${server.pid}/comm`, 'utf8')).toBe(`${program}\n`)
    expect(readlinkSync(`/proc/${server.pid}/cwd`).startsWith(server.directory)).toBe(true)
  })

  test('answers no request while it is frozen, and answers it after thaw()', async () => {
    server.freeze()
    const answer = request(server)
    const timeout = new Promise((resolve) => setTimeout(resolve, 100, 'no response'))
    expect(await Promise.race<unknown>([answer, timeout])).toBe('no response')
    server.thaw()
    await answer
  })

  test.each(['stop', 'kill'] as const)(
    'refuses connections after %s(), and answers requests after start()',
    async (end) => {
      const { port, pid } = server
      await server[end]()
      await expect(request(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
      await server.start()
      expect(server.port).toBe(port)
      expect(server.pid).not.toBe(pid)
      await expect(request(server)).resolves.toBeTruthy()
    },
  )

  test('start() starts a server whose main process another program has killed', async () => {
    const { pid } = server
    process.kill(pid, 'SIGKILL')
    // Blocks the event loop, so that Node cannot emit 'exit' before start() is called.
    while (isAlive(pid));
    await server.start()
    expect(server.pid).not.toBe(pid)
    await expect(request(server)).resolves.toBeTruthy()
  })

  test('start() waits until another process has released the port', async () => {
    await server.stop()
    const otherServer = createServer()
    otherServer.listen({ host: server.host, port: server.port })
    await once(otherServer, 'listening')
    const started = server.start()
    setTimeout(() => otherServer.close(), 300)
    await started
    await expect(request(server)).resolves.toBeTruthy()
  })

  test('stop() and kill() work on a frozen server', async () => {
    server.freeze()
    await server.stop()
    await server.start()
    server.freeze()
    await server.kill()
    await server.start()
    await expect(request(server)).resolves.toBeTruthy()
  })

  test('restart() replaces the process of the server', async () => {
    const { pid } = server
    await server.restart()
    expect(server.pid).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
    await expect(request(server)).resolves.toBeTruthy()
  })
})
