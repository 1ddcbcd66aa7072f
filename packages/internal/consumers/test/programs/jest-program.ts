import { expect, test } from '@jest/globals'
import { readiness } from './application.ts'

test('an application with a stopped PostgreSQL fails its readiness probe', async () => {
  expect(await readiness()).toBe(process.env['EXPECTED_RESPONSE'])
})
