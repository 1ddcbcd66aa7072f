import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { type Address, blackhole, refused } from '../../src/index.ts'

async function knock({ host, port }: Address, within = 300): Promise<string> {
  const socket = connect({ host, port })
  const silence = new Promise<string>((resolve) => setTimeout(() => resolve('hangs'), within))
  const outcome = once(socket, 'connect').then(
    () => 'connects',
    (error: unknown) => String(error),
  )
  const first = await Promise.race([outcome, silence])
  socket.destroy()
  return first
}

test('lets every connect hang until it is released', async () => {
  const hole = await blackhole()
  expect(await Promise.all([knock(hole), knock(hole), knock(hole)])).toEqual(Array(3).fill('hangs'))
  await hole.release()
  expect(await knock(hole)).toContain('ECONNREFUSED')
})

test('gives its port to a real server afterwards', async () => {
  const { host, port } = await refused()
  const hole = await blackhole({ port })
  expect([hole.host, hole.port]).toEqual([host, port])
  const waiting = connect({ host, port })
  const end = new Promise((resolve) => waiting.once('error', resolve).once('connect', resolve))
  await hole.release()
  const server = createServer((socket) => socket.end())
  server.listen({ host, port })
  await once(server, 'listening')
  expect(await knock(hole)).toBe('connects')
  await end
  waiting.destroy()
  server.close()
})

test('says so when the port is taken', async () => {
  const hole = await blackhole()
  await expect(blackhole({ port: hole.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await hole.release()
})
