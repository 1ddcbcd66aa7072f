import { EventEmitter } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { handleConnectionLoss } from '../src/index.ts'

function collectWarnings(): unknown[] {
  const codes: unknown[] = []
  const collect = (warning: Error & { code?: unknown }) => codes.push(warning.code)
  process.on('warning', collect)
  onTestFinished(() => void process.off('warning', collect))
  return codes
}

const code = 'READYZ_IOREDIS_NO_ERROR_LISTENER'

test('handles an error that has no other listener, and emits one warning', async () => {
  const warnings = collectWarnings()
  const client = new EventEmitter()
  const warnOnce = handleConnectionLoss(client, 'ioredis')
  client.emit('error', new Error('lost'))
  warnOnce()
  warnOnce()
  handleConnectionLoss(client, 'ioredis')()
  await nextTurn()
  expect(warnings).toEqual([code])
})

test('emits no warning if the application has a listener, also if it adds one later', async () => {
  const warnings = collectWarnings()
  const [early, late] = [new EventEmitter(), new EventEmitter()]
  early.on('error', () => {})
  const warnOfEarly = handleConnectionLoss(early, 'ioredis')
  const warnOfLate = handleConnectionLoss(late, 'ioredis')
  late.on('error', () => {})
  warnOfEarly()
  warnOfLate()
  await nextTurn()
  expect(warnings).toEqual([])
  expect(early.listenerCount('error')).toBe(1)
})
