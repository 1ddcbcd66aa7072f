import { once } from 'node:events'
import { readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Daemon } from '../src/index.ts'
import { isAlive } from '../src/processes.ts'
import { kinds } from './kinds.ts'

describe.each(kinds)('a running $name', ({ program, start, ask }) => {
  let server: Daemon
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server.close())

  test('is the process of its id, and works in its directory', () => {
    expect(readFileSync(`/proc/${server.pid}/comm`, 'utf8')).toBe(`${program}\n`)
    expect(readlinkSync(`/proc/${server.pid}/cwd`).startsWith(server.directory)).toBe(true)
  })

  test('does not answer while frozen, and does once thawed', async () => {
    server.freeze()
    const answer = ask(server)
    const firstOf = (...promises: Promise<unknown>[]) => Promise.race(promises)
    const turns = new Promise((resolve) => setTimeout(resolve, 100, 'nothing yet'))
    expect(await firstOf(answer, turns)).toBe('nothing yet')
    server.thaw()
    await answer
  })

  test.each(['stop', 'kill'] as const)('refuses after %s and answers after start', async (end) => {
    const { port, pid } = server
    await server[end]()
    await expect(ask(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await server.start()
    expect(server.port).toBe(port)
    expect(server.pid).not.toBe(pid)
    await expect(ask(server)).resolves.toBeTruthy()
  })

  test('starts again after someone else killed its first process alone', async () => {
    const { pid } = server
    process.kill(pid, 'SIGKILL')
    // Without a turn of the loop, so that Node cannot have heard of it.
    while (isAlive(pid));
    await server.start()
    expect(server.pid).not.toBe(pid)
    await expect(ask(server)).resolves.toBeTruthy()
  })

  test('waits for its port when it starts again', async () => {
    await server.stop()
    const squatter = createServer()
    squatter.listen({ host: server.host, port: server.port })
    await once(squatter, 'listening')
    const started = server.start()
    setTimeout(() => squatter.close(), 300)
    await started
    await expect(ask(server)).resolves.toBeTruthy()
  })

  test('is stopped and killed while frozen', async () => {
    server.freeze()
    await server.stop()
    await server.start()
    server.freeze()
    await server.kill()
    await server.start()
    await expect(ask(server)).resolves.toBeTruthy()
  })

  test('is another process after a restart', async () => {
    const { pid } = server
    await server.restart()
    expect(server.pid).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
    await expect(ask(server)).resolves.toBeTruthy()
  })
})
