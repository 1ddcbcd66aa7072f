import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { CheckError } from '@readyz/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, redact, redactErrors, ServerError } from '../src/index.ts'

const password = fc.string({ minLength: 3, maxLength: 100, unit: 'binary' })
const text = fc.string({ maxLength: 100, unit: 'binary' })

test('replaces every password in a text, whatever characters it contains', () => {
  const pieces = fc.array(fc.oneof(text, password), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(password, { minLength: 1, maxLength: 4 }), pieces, (passwords, others) => {
      const received = others.flatMap((other) => [other, ...passwords]).join('')
      const shown = redact(received, passwords)
      const fixed = ['***', '###', '???', '…', 'a text that contains the password']
      for (const each of passwords)
        expect(fixed.some((mask) => mask.includes(each)) || !shown.includes(each)).toBe(true)
    }),
  )
})

test('returns a text unchanged if it contains no password of three or more characters', () => {
  const plain = `a text about nothing${'.'.repeat(100_000)}`
  expect(redact(plain, ['s3cret', undefined, 5, async () => 'text', '', 'a', 'ab'])).toBe(plain)
})

test('quotes no part of a password that a server repeats', () => {
  const response = Buffer.from(`${'x'.repeat(75)}s3cret-☃-word\r\n`)
  expect(quote(response, ['s3cret-☃-word'])).toBe(`${'x'.repeat(75)}***`)
})

async function failureOf(error: unknown): Promise<unknown> {
  const work = () => Promise.reject(error)
  return redactErrors(() => ['s3cret'], work).catch((failure: unknown) => failure)
}

test('rethrows an error without the password unchanged', async () => {
  const errors = [new Error('no'), new DOMException('late', 'TimeoutError'), 'text', null, { a: 1 }]
  for (const error of errors) expect(await failureOf(error)).toBe(error)
})

test('copies an error and its wrapped errors without the password', async () => {
  const server = Object.assign(new ServerError('ERR s3cret', 'auth'), { detail: 's3cret', port: 5 })
  const many = new AggregateError([server], 's3cret')
  const error = new CheckError('cannot connect.', { code: 'auth', cause: many })
  const failure = await failureOf(error)
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('s3cret')
  expect(inspect(error, { depth: 9, showHidden: true })).toContain('s3cret')
  expect(failure).toMatchObject({
    name: 'CheckError',
    code: 'auth',
    message: 'cannot connect.',
    cause: { message: '***', errors: [{ message: 'ERR ***', reason: 'auth', port: 5 }] },
  })
  expect(failure).toBeInstanceOf(CheckError)
})

test('copies an error whose message is a getter, and an error that wraps itself', async () => {
  const late = await failureOf(new DOMException('s3cret', 'TimeoutError'))
  expect(late).toMatchObject({ name: 'TimeoutError', message: '***' })
  const cyclic: Error & { cause?: unknown } = new Error('s3cret')
  cyclic.cause = cyclic
  expect(await failureOf(cyclic)).toMatchObject({ message: '***', cause: { message: '***' } })
})

test('copies an error of another realm without the password', async () => {
  const foreign: unknown = runInNewContext("new Error('s3cret', { cause: new Error('s3cret') })")
  const failure = await failureOf(foreign)
  expect(failure).toMatchObject({ message: '***', cause: { message: '***' } })
})
