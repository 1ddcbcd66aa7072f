import { expect, test } from '@jest/globals'
import { readiness } from './application.ts'

test('an application answers a readiness probe', async () => {
  expect(await readiness()).toBe(process.env['EXPECTED_ANSWER'])
})
