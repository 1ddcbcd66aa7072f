import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Memcached, startMemcached } from '../src/index.ts'
import { requestMemcached } from './server-clients.ts'

/** Returns the status of the response to a binary request. */
async function statusOf(server: Memcached, opcode: number, key = '', value = ''): Promise<number> {
  const header = Buffer.alloc(24)
  header.writeUInt8(0x80, 0)
  header.writeUInt8(opcode, 1)
  header.writeUInt16BE(key.length, 2)
  header.writeUInt32BE(key.length + value.length, 8)
  const socket = connect(server)
  socket.write(Buffer.concat([header, Buffer.from(key + value)]))
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return answer.readUInt16BE(6)
}

const [noop, authenticate] = [0x0a, 0x21]

test('memcached accepts clients without a password by default', async () => {
  const server = await startMemcached()
  onTestFinished(() => server.close())
  expect(await requestMemcached(server)).toMatch(/^VERSION 1\./)
  expect(await statusOf(server, noop)).toBe(0)
})

test('memcached with SASL rejects clients without the correct password', async () => {
  const server = await startMemcached({ sasl: true })
  onTestFinished(() => server.close())
  const credentials = (password: string) => `\0${server.user}\0${password}`
  expect(await statusOf(server, noop)).toBe(0x20)
  expect(await statusOf(server, authenticate, 'PLAIN', credentials('wrong'))).toBe(0x20)
  expect(await statusOf(server, authenticate, 'PLAIN', credentials(server.password))).toBe(0)
})

test('memcached listens on the given address', async () => {
  const server = await startMemcached({ host: '::1' })
  onTestFinished(() => server.close())
  expect(server.host).toBe('::1')
  expect(await requestMemcached(server)).toMatch(/^VERSION/)
})
