import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { resets } from '@readyz/conformance'
import { expect, onTestFinished, test } from 'vitest'
import { openSocket, receive, ServerError } from '../src/index.ts'

const untilDot = (received: Buffer) => (received.includes('.') ? received.toString() : undefined)

test('passes all received bytes to `find` whenever more arrive', async () => {
  const stream = new PassThrough()
  const calls: string[] = []
  const received = receive(stream, (bytes) => {
    calls.push(bytes.toString())
    return untilDot(bytes)
  })
  for (const piece of ['a', 'bc', 'd.']) {
    stream.write(piece)
    await nextTurn()
  }
  expect(await received).toBe('abcd.')
  expect(calls).toEqual(['a', 'abc', 'abcd.'])
})

test('leaves the stream open and readable, and removes its listeners', async () => {
  const stream = new PassThrough()
  const before = stream.eventNames()
  stream.write('one.')
  expect(await receive(stream, untilDot)).toBe('one.')
  stream.write('two.')
  expect(await receive(stream, untilDot)).toBe('two.')
  await nextTurn()
  expect(stream.destroyed).toBe(false)
  expect(stream.eventNames()).toEqual(before)
})

test('rejects if the connection is closed before the response', async () => {
  const stream = new PassThrough()
  stream.end('no dot')
  const closed = new ServerError('closed the connection before it answered', 'error')
  await expect(receive(stream, untilDot)).rejects.toThrow(closed)
})

test('rejects with the error of `find` or of the stream', async () => {
  const stream = new PassThrough()
  stream.write('garbage')
  const error = new ServerError('answered with garbage', 'invalid')
  const throwError = () => {
    throw error
  }
  await expect(receive(stream, throwError)).rejects.toBe(error)
  const server = await resets()
  onTestFinished(() => server.close())
  const socket = openSocket(new AbortController().signal)
  socket.connect(server.port, server.host)
  await expect(receive(socket, untilDot)).rejects.toMatchObject({ code: 'ECONNRESET' })
  if (!socket.closed) await once(socket, 'close')
})
