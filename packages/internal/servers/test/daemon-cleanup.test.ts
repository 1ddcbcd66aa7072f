import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { freezeTree } from '../src/freeze.ts'
import { type Daemon, typescriptFlags } from '../src/index.ts'
import { isAlive, untilEnded } from '../src/processes.ts'
import { serverKinds } from './server-kinds.ts'

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

describe.concurrent.each(serverKinds)('close() of $name', ({ start, request }) => {
  const statesBefore = {
    running: () => {},
    frozen: (server: Daemon) => server.freeze(),
    stopped: (server: Daemon) => server.stop(),
    killed: (server: Daemon) => server.kill(),
    starting: async (server: Daemon) => {
      await server.stop()
      void server.start()
    },
  }

  test.each(Object.entries(statesBefore))(
    'removes the processes and the directory of a %s server',
    async (_, enter) => {
      const server = await start()
      const { directory } = server
      expect(processesIn(directory)).toContain(String(server.pid))
      await enter(server)
      await server.close()
      await server.close()
      expect(existsSync(directory)).toBe(false)
      expect(processesIn(directory)).toEqual([])
      await expect(request(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    },
  )
})

// The test does not send SIGCONT to the processes in this set, so stop() cannot stop them
// gracefully.
const neverThawed = new Set<number>()
beforeAll(() => {
  const kill = process.kill.bind(process)
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) =>
    signal === 'SIGCONT' && neverThawed.has(pid) ? true : kill(pid, signal),
  )
})
afterAll(() => void vi.restoreAllMocks())

// stop() always kills memcached.
test.concurrent.each(serverKinds.filter(({ name }) => name !== 'memcached'))(
  'stop() kills $name if it has not stopped within five seconds',
  async ({ start }) => {
    const server = await start()
    const { pid } = server
    for (const process of freezeTree(pid)) neverThawed.add(process)
    const started = performance.now()
    await server.stop()
    expect(performance.now() - started).toBeGreaterThan(4900)
    expect(isAlive(pid)).toBe(false)
    await server.close()
  },
)

describe.concurrent.each(serverKinds)('$name', ({ start, name }) => {
  test('start() rejects if another process uses the port', async () => {
    const server = await start()
    const { host, port } = server
    await server.stop()
    const otherServer = createServer()
    otherServer.listen({ host, port })
    await once(otherServer, 'listening')
    await expect(server.start()).rejects.toThrow('Address already in use')
    otherServer.close()
    await server.close()
  })

  async function endWithRunningServer(end: string) {
    const script = fileURLToPath(new URL('./exit-with-running-server.ts', import.meta.url))
    const child = spawn(process.execPath, [...typescriptFlags, script, name, end], {
      cwd: path.dirname(script),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // Both at once, because on a busy machine the exit can be seen before the output.
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
    const [directory = '', ...pids] = output.trim().split(' ')
    expect(pids.length).toBeGreaterThan(0)
    return { directory, pids: pids.map(Number) }
  }

  test('a process that exits kills its server and removes the directory of the server', async () => {
    const { directory, pids } = await endWithRunningServer('exit')
    expect(existsSync(directory)).toBe(false)
    await untilEnded(pids)
  })

  test.each(['SIGTERM', 'SIGKILL'])(
    'the watchdog kills the server of a process killed by %s, and removes its directory',
    async (end) => {
      const { directory, pids } = await endWithRunningServer(end)
      await untilEnded(pids)
      await vi.waitFor(() => expect(existsSync(directory)).toBe(false), { timeout: 10_000 })
    },
  )
})
