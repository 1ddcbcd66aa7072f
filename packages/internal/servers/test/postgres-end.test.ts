import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { type Postgres, startPostgres } from '../src/index.ts'
import { gone, isAlive } from '../src/processes.ts'
import { ask } from './ask.ts'

function processesNaming(word: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
      } catch {
        return false
      }
    })
}

describe.concurrent('close', () => {
  const states = {
    running: () => {},
    frozen: (postgres: Postgres) => postgres.freeze(),
    stopped: (postgres: Postgres) => postgres.stop(),
    killed: (postgres: Postgres) => postgres.kill(),
    starting: async (postgres: Postgres) => {
      await postgres.stop()
      void postgres.start()
    },
  }

  test.each(Object.entries(states))('leaves nothing of a %s server', async (_, enter) => {
    const postgres = await startPostgres()
    const { socketDirectory } = postgres
    expect(processesNaming(socketDirectory)).toContain(String(postgres.pid))
    await enter(postgres)
    await postgres.close()
    await postgres.close()
    expect(existsSync(socketDirectory)).toBe(false)
    expect(processesNaming(socketDirectory)).toEqual([])
    await expect(ask(postgres.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe.concurrent('at the worst', () => {
  test('a server that does not stop within five seconds is killed', async () => {
    const postgres = await startPostgres()
    const { pid } = postgres
    const stopped = postgres.stop()
    postgres.freeze()
    await stopped
    expect(isAlive(pid)).toBe(false)
    await postgres.close()
  })

  test('a server whose port stays taken does not start again', async () => {
    const postgres = await startPostgres()
    const { host, port } = postgres
    await postgres.stop()
    const squatter = createServer()
    squatter.listen({ host, port })
    await once(squatter, 'listening')
    await expect(postgres.start()).rejects.toThrow('Address already in use')
    squatter.close()
    await postgres.close()
  })

  async function forget(end: string) {
    const script = fileURLToPath(new URL('./forgets-a-server.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import', 'tsx', script, end], {
      cwd: path.dirname(script),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [output] = await once(child.stdout, 'data')
    await once(child, 'exit')
    const [directory = '', ...pids] = String(output).trim().split(' ')
    expect(pids.length).toBeGreaterThan(3)
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
