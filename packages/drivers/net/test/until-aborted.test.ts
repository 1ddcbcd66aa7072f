import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { untilAborted } from '../src/index.ts'

const never = new Promise<never>(() => {})

describe('untilAborted', () => {
  test('resolves like the promise if the promise settles first', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(signal, Promise.resolve(1))).toBe(1)
    await expect(untilAborted(signal, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  test('rejects with the reason of the signal if the signal aborts first', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(controller.signal, never)
    const reason = new Error('over')
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(untilAborted(controller.signal, never)).rejects.toBe(reason)
  })

  test('handles a later rejection of the promise', async () => {
    const controller = new AbortController()
    let reject: (error: Error) => void = () => {}
    const late = new Promise<never>((_, refuse) => {
      reject = refuse
    })
    const waiting = untilAborted(controller.signal, late)
    controller.abort(new Error('over'))
    await expect(waiting).rejects.toThrow('over')
    const unhandled: unknown[] = []
    const collect = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', collect)
    reject(new Error('late'))
    await new Promise(setImmediate)
    process.off('unhandledRejection', collect)
    expect(unhandled).toEqual([])
  })

  test('removes its listener from the signal when the promise settles', async () => {
    const { signal } = new AbortController()
    await untilAborted(signal, Promise.resolve())
    await untilAborted(signal, Promise.reject(new Error('no'))).catch(() => {})
    await new Promise(setImmediate)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
