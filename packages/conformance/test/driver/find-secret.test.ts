import { expect, test } from 'vitest'
import { findSecret } from '../../src/driver/find-secret.ts'

const secret = 'p?ss"wörd/1'
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['plain', `a ${secret} b`],
  ['in a URL', `postgres://me:${encodeURIComponent(secret)}@db`],
  ['in a URL with more escapes than necessary', 'x%70%3Fss%22w%C3%B6rd%2F1'],
  ['in JSON', JSON.stringify({ secret })],
  ['in hexadecimal digits', Buffer.from(`a${secret}b`).toString('hex')],
  ['in base64', base64(secret)],
  ['in base64 after one other byte', base64(`:${secret}:`)],
  ['in base64 after two other bytes', base64(`a:${secret}`)],
  ['in base64 after many other bytes', base64(`user:${secret}@`)],
  ['in base64url', Buffer.from(`?>${secret}`).toString('base64url')],
])('finds a secret %s', (_, text) => {
  expect(findSecret(text, ['other', secret])).toBe(secret)
})

test.each(['', 'p?ss', base64('another text'), 'YWJjZGVmZ2hpamtsbW5vcA==', '%zz%'])(
  'finds no secret in %j',
  (text) => {
    expect(findSecret(text, [secret, '65432'])).toBeUndefined()
  },
)
