import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { type Daemon, sources } from '../src/index.ts'
import { gone, isAlive } from '../src/processes.ts'
import { kinds } from './kinds.ts'

function processesIn(directory: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(directory)
      } catch {
        return false
      }
    })
}

describe.concurrent.each(kinds)('close of $name', ({ start, ask }) => {
  const states = {
    running: () => {},
    frozen: (server: Daemon) => server.freeze(),
    stopped: (server: Daemon) => server.stop(),
    killed: (server: Daemon) => server.kill(),
    starting: async (server: Daemon) => {
      await server.stop()
      void server.start()
    },
  }

  test.each(Object.entries(states))('leaves nothing of a %s server', async (_, enter) => {
    const server = await start()
    const { directory } = server
    expect(processesIn(directory)).toContain(String(server.pid))
    await enter(server)
    await server.close()
    await server.close()
    expect(existsSync(directory)).toBe(false)
    expect(processesIn(directory)).toEqual([])
    await expect(ask(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

// memcached is not asked to stop, but killed, and Redis has stopped before it could be frozen.
const asked = kinds.filter(({ name }) => name !== 'memcached' && name !== 'Redis')
test.concurrent.each(asked)(
  '$name is killed when it does not stop within five seconds',
  async ({ start }) => {
    const server = await start()
    const { pid } = server
    const began = performance.now()
    const stopped = server.stop()
    // In this turn it is told to; before that a freeze would be undone, and much later it would have stopped.
    await Promise.resolve()
    server.freeze()
    await stopped
    expect(performance.now() - began).toBeGreaterThan(4900)
    expect(isAlive(pid)).toBe(false)
    await server.close()
  },
)

describe.concurrent.each(kinds)('$name at the worst', ({ start, name }) => {
  test('a server whose port stays taken does not start again', async () => {
    const server = await start()
    const { host, port } = server
    await server.stop()
    const squatter = createServer()
    squatter.listen({ host, port })
    await once(squatter, 'listening')
    await expect(server.start()).rejects.toThrow('Address already in use')
    squatter.close()
    await server.close()
  })

  async function forget(end: string) {
    const script = fileURLToPath(new URL('./forgets-a-server.ts', import.meta.url))
    const child = spawn(process.execPath, [...sources, script, name, end], {
      cwd: path.dirname(script),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [output] = await once(child.stdout, 'data')
    await once(child, 'exit')
    const [directory = '', ...pids] = String(output).trim().split(' ')
    expect(pids.length).toBeGreaterThan(0)
    return { directory, pids: pids.map(Number) }
  }

  test('a process that exits has removed its server before', async () => {
    const { directory, pids } = await forget('exit')
    expect(existsSync(directory)).toBe(false)
    await gone(pids)
  })

  test.each(['SIGTERM', 'SIGKILL'])('a process killed by %s leaves nothing either', async (end) => {
    const { directory, pids } = await forget(end)
    await gone(pids)
    await vi.waitFor(() => expect(existsSync(directory)).toBe(false), { timeout: 10_000 })
  })
})
