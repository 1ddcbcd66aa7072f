import { expect, test } from 'vitest'
import { measureStartup } from './startup.ts'

test('it starts in less than 100 ms more than Node itself', () => {
  const extras = measureStartup(11)
  expect(extras.size).toBe(4)
  expect(Array.from(extras).filter(([, extra]) => extra >= 100)).toEqual([])
})
