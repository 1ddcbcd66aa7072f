import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '@readyz/conformance'
import { type CheckContext, CheckError } from '@readyz/core'
import { type Memcached, startMemcached } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Application, brief, type HarnessOptions, openHarness } from '../src/index.ts'

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
  assertWorking: async () => {},
  end: async () => {},
}

function open(
  check: (address: Address, context: CheckContext) => unknown,
  options: HarnessOptions = {},
) {
  const setUp = (address: Address) => ({
    application,
    checker: { name: 'cache', check: (context: CheckContext) => check(address, context) },
  })
  return openHarness(server, setUp, options)
}

describe('a harness', () => {
  test('passes a check that closes everything it opened', async () => {
    const harness = await open(async ({ host, port }) => {
      const socket = connect({ host, port })
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.destroy()
    })
    expect(await harness.runProbe()).toBe('pass')
    await harness.close()
  })

  test.each(['proxy', 'server', 'blackhole'] as const)(
    'rejects a check that leaks a socket through the endpoint kind "%s"',
    async (where) => {
      const sockets: Socket[] = []
      const harness = await open(({ host, port }) => sockets.push(connect({ host, port })), {
        where,
      })
      onTestFinished(async () => {
        for (const socket of sockets) socket.destroy()
        await harness.close()
      })
      await expect(harness.runProbe()).rejects.toThrow('connections still open: 1')
    },
  )

  test('rejects a check that publishes the address or the password of the server', async () => {
    for (const secret of [server.host, String(server.port), server.password]) {
      const harness = await open(() => {
        throw new CheckError(`cannot connect to ${secret}`)
      })
      await expect(harness.runProbe()).rejects.toThrow(`published ${secret}`)
      await harness.close()
    }
  })

  test('rejects a check that leaks another resource', async () => {
    const servers: Server[] = []
    const harness = await open(() => void servers.push(createServer().listen(0)))
    await harness.runProbe()
    await expect(harness.close()).rejects.toThrow('still open: 1 TCPServerWrap')
    for (const each of servers) each.close()
  })

  test('rejects a check that blocks the event loop beyond the allowed lateness', async () => {
    const harness = await open(() => {
      // Processor time, because waiting for a processor does not count as lateness.
      const started = process.cpuUsage()
      while (process.cpuUsage(started).user < 2_000_000);
    })
    await expect(harness.runProbe(brief)).rejects.toThrow('answered after')
    await harness.close()
  })
})
