import { expect, test } from '@jest/globals'
import { readiness } from './application.ts'

test('the readiness probe fails while PostgreSQL is stopped', async () => {
  expect(await readiness()).toBe(process.env['EXPECTED_RESPONSE'])
})
