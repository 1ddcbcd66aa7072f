import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { CheckError } from '@readyz/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, redact, redactErrors, ServerError } from '../src/index.ts'

const password = fc.string({ minLength: 3, maxLength: 100, unit: 'binary' })
const text = fc.string({ maxLength: 100, unit: 'binary' })

test('replaces every password in a text, whatever characters it has', () => {
  const pieces = fc.array(fc.oneof(text, password), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(password, { minLength: 1, maxLength: 4 }), pieces, (passwords, others) => {
      const said = others.flatMap((other) => [other, ...passwords]).join('')
      const shown = redact(said, passwords)
      const fixed = ['***', '###', '???', '…', 'a text that contains the password']
      for (const each of passwords)
        expect(fixed.some((mask) => mask.includes(each)) || !shown.includes(each)).toBe(true)
    }),
  )
})

test('leaves a text without the password as it is, and ordinary words', () => {
  const said = `a text about nothing${'.'.repeat(100_000)}`
  expect(redact(said, ['s3cret', undefined, 5, async () => 'text', '', 'a', 'ab'])).toBe(said)
})

test('quotes no part of a password that a server repeats', () => {
  const said = Buffer.from(`${'x'.repeat(75)}s3cret-☃-word\r\n`)
  expect(quote(said, ['s3cret-☃-word'])).toBe(`${'x'.repeat(75)}***`)
})

async function failureOf(error: unknown): Promise<unknown> {
  const work = () => Promise.reject(error)
  return redactErrors(() => ['s3cret'], work).catch((seen: unknown) => seen)
}

test('an error without the password is the error that was thrown', async () => {
  const errors = [new Error('no'), new DOMException('late', 'TimeoutError'), 'text', null, { a: 1 }]
  for (const error of errors) expect(await failureOf(error)).toBe(error)
})

test('an error with the password is copied without it, as are those that it wraps', async () => {
  const server = Object.assign(new ServerError('ERR s3cret', 'auth'), { detail: 's3cret', port: 5 })
  const many = new AggregateError([server], 's3cret')
  const error = new CheckError('cannot connect.', { code: 'auth', cause: many })
  const seen = await failureOf(error)
  expect(inspect(seen, { depth: 9, showHidden: true })).not.toContain('s3cret')
  expect(inspect(error, { depth: 9, showHidden: true })).toContain('s3cret')
  expect(seen).toMatchObject({
    name: 'CheckError',
    code: 'auth',
    message: 'cannot connect.',
    cause: { message: '***', errors: [{ message: 'ERR ***', reason: 'auth', port: 5 }] },
  })
  expect(seen).toBeInstanceOf(CheckError)
})

test('an error that computes its message is copied too, and one that contains itself', async () => {
  const late = await failureOf(new DOMException('s3cret', 'TimeoutError'))
  expect(late).toMatchObject({ name: 'TimeoutError', message: '***' })
  const round: Error & { cause?: unknown } = new Error('s3cret')
  round.cause = round
  expect(await failureOf(round)).toMatchObject({ message: '***', cause: { message: '***' } })
})

test('an error of another realm is copied too', async () => {
  const foreign: unknown = runInNewContext("new Error('s3cret', { cause: new Error('s3cret') })")
  const seen = await failureOf(foreign)
  expect(seen).toMatchObject({ message: '***', cause: { message: '***' } })
})
