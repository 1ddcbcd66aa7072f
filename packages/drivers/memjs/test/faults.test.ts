import { type Memcached, startMemcached } from '@readyz/servers'
import memjs from 'memjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, type Reacting, reacts } from './binary-server.ts'
import { faults } from './faults.ts'
import { brief, generous, openStage } from './stage.ts'

let servers: readonly Memcached[]
beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
})
afterAll(() => Promise.all(servers.map((server) => server.close())))

describe.each([1, 3])('of %i servers, one that', (total) => {
  const sentence =
    total === 1 ? 'cannot connect to cache.' : 'cannot connect to cache (1 of 3 servers).'
  const index = total === 1 ? 0 : 1

  async function openWith(target: Reacting, limit = generous) {
    const stage = await openStage(memjs, servers.slice(0, total), { limit })
    await stage.work()
    const way = stage.ways[index]
    const server = servers[index]
    if (way === undefined || server === undefined) throw new Error('no such server')
    way.target = target
    const heal = () => {
      way.target = server
      return target.close()
    }
    return { stage, way, heal }
  }

  test.each(faults)('$name: $reason', async ({ reason, seen, open }) => {
    const { stage, way, heal } = await openWith(
      await open(),
      reason === 'timeout' ? brief : generous,
    )
    expect(await stage.ask()).toBe(`${reason}: ${sentence}`)
    expect(await stage.ask()).toBe(`${reason}: ${sentence}`)
    await heal()
    expect(await stage.ask()).toBe('pass')
    await stage.work()
    await stage.close()
    expect(stage.lines).toEqual([
      `readyz: readiness: cache fails (${reason}): ${sentence} Cause: servers[${index}] 127.0.0.1:${way.port}: ${seen}`,
      expect.stringMatching(/^readyz: readiness: cache passes again after \d+\.\d s$/),
    ])
  })

  test.each(['trickle', 'drop', 'late'] as const)(
    'is behind a proxy in mode %s: timeout',
    async (mode) => {
      const stage = await openStage(memjs, servers.slice(0, total))
      const way = stage.ways[index]
      if (way === undefined) throw new Error('no such server')
      Object.assign(way, { mode, delay: 2 * brief })
      expect(await stage.ask(brief)).toBe(`timeout: ${sentence}`)
      way.mode = 'pass'
      expect(await stage.ask()).toBe('pass')
      await stage.work()
      await stage.close()
    },
  )

  test('answers slowly within the time limit, or one byte at a time, passes', async () => {
    const slow = await reacts(async (socket) => {
      for (const byte of answer({ body: 'slow' })) {
        await new Promise((resolve) => socket.write(Buffer.of(byte), resolve))
        await new Promise(setImmediate)
      }
    })
    const { stage, way, heal } = await openWith(slow)
    expect(await stage.ask()).toBe('pass')
    await heal()
    Object.assign(way, { mode: 'late', delay: 400 })
    expect(await stage.ask()).toBe('pass')
    await stage.close()
  })
})
