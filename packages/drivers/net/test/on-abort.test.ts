import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onAbort } from '../src/index.ts'

const listenersOn = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

test('calls the listeners once, in their order, when the signal aborts', () => {
  const controller = new AbortController()
  const called: string[] = []
  const twice = () => called.push('twice')
  onAbort(controller.signal, () => called.push('first'))
  onAbort(controller.signal, twice)
  onAbort(controller.signal, twice)
  controller.abort()
  controller.abort()
  expect(called).toEqual(['first', 'twice', 'twice'])
  expect(listenersOn(controller.signal)).toBe(0)
})

test('calls a listener at once if the signal is already aborted', () => {
  let calls = 0
  const removeListener = onAbort(AbortSignal.abort(), () => {
    calls += 1
  })
  removeListener()
  expect(calls).toBe(1)
})

test('does not call a listener that another listener has removed', () => {
  const controller = new AbortController()
  const called: string[] = []
  onAbort(controller.signal, () => {
    called.push('first')
    removeSecond()
  })
  const removeSecond = onAbort(controller.signal, () => called.push('second'))
  controller.abort()
  expect(called).toEqual(['first'])
})

test('has one event listener on the signal while there are listeners, and none otherwise', () => {
  // Each number is a listener. Its first occurrence adds the listener, and its next removes it.
  const changes = fc.array(fc.nat(20), { maxLength: 100 })
  fc.assert(
    fc.property(changes, (numbers) => {
      const controller = new AbortController()
      const added = new Map<number, () => void>()
      const called: number[] = []
      for (const number of numbers) {
        const remove = added.get(number)
        if (remove === undefined) {
          added.set(
            number,
            onAbort(controller.signal, () => called.push(number)),
          )
        } else {
          remove()
          // A second call changes nothing.
          remove()
          added.delete(number)
        }
        expect(listenersOn(controller.signal)).toBe(added.size > 0 ? 1 : 0)
      }
      controller.abort()
      expect(called).toEqual([...added.keys()])
      expect(listenersOn(controller.signal)).toBe(0)
    }),
  )
})
