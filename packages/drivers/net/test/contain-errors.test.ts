import { EventEmitter, getEventListeners } from 'node:events'
import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  connectionScope,
  containListeners,
  containStream,
  limitBytes,
  untilAborted,
} from '../src/index.ts'

const never = () => new Promise<never>(() => {})
const boom = new Error('boom')

describe('a connection scope', () => {
  test('rejects with the error that the client throws, and ends', async () => {
    let ended: AbortSignal | undefined
    const work = connectionScope(new AbortController().signal, ({ signal, fail }) => {
      ended = signal
      fail(boom)
      return untilAborted(signal, never())
    })
    await expect(work).rejects.toBe(boom)
    expect(ended?.aborted).toBe(true)
  })

  test('ends with the signal of the check, also if it is already aborted', async () => {
    const late = new Error('late')
    const controller = new AbortController()
    const pending = connectionScope(controller.signal, ({ signal }) =>
      untilAborted(signal, never()),
    )
    controller.abort(late)
    await expect(pending).rejects.toBe(late)
    const after = connectionScope(controller.signal, ({ signal }) => untilAborted(signal, never()))
    await expect(after).rejects.toBe(late)
  })

  test('ends with its work, and removes its listener from the signal of the check', async () => {
    const { signal } = new AbortController()
    const scope = await connectionScope(signal, async (inner) => inner)
    expect(scope.signal.aborted).toBe(true)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('contained listeners', () => {
  test('pass what they throw to `fail`, and also an error event without listeners', () => {
    const emitter = new EventEmitter()
    const errors: unknown[] = []
    containListeners(emitter, (error) => errors.push(error))
    for (const event of ['data', 'end', 'close', 'secureConnect']) {
      emitter.on(event, () => {
        throw new Error(event)
      })
      emitter.emit(event)
    }
    emitter.emit('error', boom)
    expect(errors.map(String)).toEqual([
      'Error: data',
      'Error: end',
      'Error: close',
      'Error: secureConnect',
      'Error: boom',
    ])
  })

  test('do not receive data on which `inspect` throws', () => {
    const emitter = new EventEmitter()
    const received: unknown[] = []
    const errors: unknown[] = []
    emitter.on('data', (chunk) => received.push(String(chunk)))
    const inspect = (chunk: Buffer) => {
      if (String(chunk) === 'bad') throw boom
    }
    containListeners(emitter, (error) => errors.push(error), inspect)
    for (const text of ['good', 'bad', 'fine']) emitter.emit('data', Buffer.from(text))
    expect({ received, errors }).toEqual({ received: ['good', 'fine'], errors: [boom] })
  })

  test('are restored afterwards, also if the application has replaced `emit`', () => {
    const plain = new EventEmitter()
    containListeners(plain, () => {})()
    expect(Object.hasOwn(plain, 'emit')).toBe(false)
    const emit = () => true
    const replaced = Object.assign(new EventEmitter(), { emit })
    containListeners(replaced, () => {})()
    expect(replaced.emit).toBe(emit)
  })
})

describe('a contained stream', () => {
  test('ends the work when it closes', async () => {
    const errors: unknown[] = []
    const stream = new PassThrough()
    containStream(stream, (error) => errors.push(error))
    stream.destroy()
    await nextTurn()
    await nextTurn()
    expect(errors).toEqual([new Error('the connection was closed')])
  })

  test('is restored afterwards', () => {
    const stream = new PassThrough()
    const before = stream.eventNames()
    containStream(stream, () => {})()
    expect(stream.eventNames()).toEqual(before)
    expect(Object.hasOwn(stream, 'emit')).toBe(false)
  })

  test('accepts at most one mebibyte from a server', () => {
    const inspect = limitBytes()
    inspect(Buffer.alloc(1_048_576))
    expect(() => inspect(Buffer.alloc(1))).toThrow('the server sent more than 1048576 bytes')
  })
})
