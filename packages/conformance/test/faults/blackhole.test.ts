import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { type Address, blackhole, refused } from '../../src/index.ts'

/**
 * Connects. Returns `connects`, the error, or `hangs` if the connect is still pending after `time`
 * milliseconds.
 */
async function tryConnect({ host, port }: Address, time = 60_000): Promise<string> {
  const socket = connect({ host, port })
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), time)
  })
  const outcome = once(socket, 'connect').then(
    () => 'connects',
    (error: unknown) => String(error),
  )
  const first = await Promise.race([outcome, timeout])
  clearTimeout(timer)
  socket.destroy()
  return first
}

test('blackhole lets every connect hang until release, and then refuses it', async () => {
  const hole = await blackhole()
  const connects = Array.from({ length: 3 }, () => tryConnect(hole, 300))
  expect(await Promise.all(connects)).toEqual(Array(3).fill('hangs'))
  await hole.release()
  expect(await tryConnect(hole)).toContain('ECONNREFUSED')
})

test('a real server can listen on the port of a blackhole after release', async () => {
  const { host, port } = await refused()
  const hole = await blackhole({ port })
  expect([hole.host, hole.port]).toEqual([host, port])
  const pending = connect({ host, port })
  const end = new Promise((resolve) => pending.once('error', resolve).once('connect', resolve))
  await hole.release()
  const server = createServer((socket) => socket.end())
  server.listen({ host, port })
  await once(server, 'listening')
  expect(await tryConnect(hole)).toBe('connects')
  await end
  pending.destroy()
  server.close()
})

test('blackhole rejects with EADDRINUSE if the port is in use', async () => {
  const hole = await blackhole()
  await expect(blackhole({ port: hole.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await hole.release()
})
