import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '@readyz/conformance'
import { type CheckContext, CheckError } from '@readyz/core'
import { type Memcached, startMemcached } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Application, brief, openStage, type StageOptions } from '../src/index.ts'

let server: Memcached
beforeAll(async () => {
  server = await startMemcached()
})
afterAll(() => server.close())

const application: Application = {
  connections: 0,
  busy: { slots: 0, queued: 0 },
  emitters: [],
  use: async () => {},
  warmUp: async () => {},
  work: async () => {},
  end: async () => {},
}

function open(
  check: (address: Address, context: CheckContext) => unknown,
  options: StageOptions = {},
) {
  const setUp = (address: Address) => ({
    application,
    checker: { name: 'cache', check: (context: CheckContext) => check(address, context) },
  })
  return openStage(server, setUp, options)
}

describe('a stage', () => {
  test('lets a check pass that leaves nothing', async () => {
    const stage = await open(async ({ host, port }) => {
      const socket = connect({ host, port })
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.destroy()
    })
    expect(await stage.ask()).toBe('pass')
    await stage.close()
  })

  test.each(['proxy', 'server', 'hole'] as const)(
    'refuses a check that leaves a socket to a %s',
    async (where) => {
      const sockets: Socket[] = []
      const stage = await open(({ host, port }) => sockets.push(connect({ host, port })), { where })
      onTestFinished(async () => {
        for (const socket of sockets) socket.destroy()
        await stage.close()
      })
      await expect(stage.ask()).rejects.toThrow('left 1 connections open')
    },
  )

  test('refuses a check that says where the server is, or with which password', async () => {
    for (const secret of [server.host, String(server.port), server.password]) {
      const stage = await open(() => {
        throw new CheckError(`cannot connect to ${secret}`)
      })
      await expect(stage.ask()).rejects.toThrow(`published ${secret}`)
      await stage.close()
    }
  })

  test('refuses a check that leaves something else that keeps the process', async () => {
    const servers: Server[] = []
    const stage = await open(() => void servers.push(createServer().listen(0)))
    await stage.ask()
    await expect(stage.close()).rejects.toThrow('left behind: 1 TCPServerWrap')
    for (const each of servers) each.close()
  })

  test('refuses a check that holds the loop up beyond all patience', async () => {
    const stage = await open(() => {
      // Processor time, because time without a processor is no block.
      const started = process.cpuUsage()
      while (process.cpuUsage(started).user < 2_000_000);
    })
    await expect(stage.ask(brief)).rejects.toThrow('answered after')
    await stage.close()
  })
})
