import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { type Address, blackhole, refused } from '../../src/index.ts'

/** How a connect ends. One that is still under way after so many milliseconds hangs. */
async function knock({ host, port }: Address, within = 60_000): Promise<string> {
  const socket = connect({ host, port })
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), within)
  })
  const outcome = once(socket, 'connect').then(
    () => 'connects',
    (error: unknown) => String(error),
  )
  const first = await Promise.race([outcome, silence])
  clearTimeout(timer)
  socket.destroy()
  return first
}

test('lets every connect hang until it is released', async () => {
  const hole = await blackhole()
  const knocks = Array.from({ length: 3 }, () => knock(hole, 300))
  expect(await Promise.all(knocks)).toEqual(Array(3).fill('hangs'))
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
