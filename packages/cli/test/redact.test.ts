import { describeCause } from '@readyz/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  redactAddress,
  redactArgument,
  redactCommanderMessage,
  redactFileName,
  redactUrl,
  redactValue,
} from '../src/redact/arguments.ts'
import { redactCause } from '../src/redact/cause.ts'
import { mergeSecrets, secretsInEnvironment, secretsInUrl } from '../src/redact/known-secrets.ts'
import { createRedactor } from '../src/redact/redactor.ts'

/** A secret that occurs in no other printed text and is not a plain word. */
const secret = fc.stringMatching(/^[A-Z]{3}[A-Za-z\d]{3,20}$/)
/** Characters that a password may contain. */
const anySecret = fc
  .tuple(secret, fc.string({ unit: 'grapheme', maxLength: 12 }), secret)
  .map((parts) => parts.join(''))

// Arguments in which users may write a secret by mistake. The secret replaces the #.
const templates = [
  '-p#',
  '--password=#',
  'password=#',
  'host=h user=app password=#',
  'app:#@h:1',
  'app:#,x@h:1',
  '#',
  '#@h',
  'postgres://app:#@h/db',
  'postgres://#:pw@h/db',
  'postgres://h/db?password=#',
  'postgres://app:#',
  'postgres://app:1/#@h/db',
  'postgres://h/db;password=#',
  '--pg=x://u:#@h',
  'redis://:#@h:1/0',
  'memcached://h:11211?password=#',
  ' postgres://app:#@h',
  'h:1?password=#',
  'jdbc:mysql://h/db?user=a&password=#',
  'Server=h;Pwd=#',
  '--#',
  '-#',
  'a\tb:#@h',
  "it's '#'",
  'amqp://app:#@h\n',
  '{"password":"#"}',
  'app/#@h:1521/x',
  'u:#@tcp(h:3306)/db',
  '# x',
  'x #',
]
const misplaced = fc
  .tuple(secret, fc.constantFrom(...templates))
  .map(([value, template]) => ({ value, text: template.replace('#', value) }))

describe('the printed form of an argument', () => {
  test('contains no secret, at any position in the argument', () => {
    fc.assert(
      fc.property(misplaced, ({ value, text }) => {
        const shown = [redactArgument, redactUrl, redactAddress, redactFileName].map((show) =>
          show(text),
        )
        expect(shown.join('\n')).not.toContain(value)
        for (const message of [
          `error: unknown option '${text}'`,
          `error: unknown option '${text}'\n(Did you mean --pg?)`,
          `error: unknown command '${text}'`,
          `error: option '--format <format>' argument '${text}' is invalid. Allowed choices are a.`,
        ]) {
          expect(redactCommanderMessage(message)).not.toContain(value)
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['node', 'node'],
    ['x.js', 'x.js'],
    ['--time=1s', '--time=…'],
    ['--time', '--time'],
    ['-p', '-p'],
    ['http://b/x', 'http://b/x'],
  ])('%s is printed as %s', (text, shown) => {
    expect(redactArgument(text)).toBe(shown)
  })

  test.each(['5', '25h', '1.5s', '-1', 'http', '/healthz'])(
    'contains the harmless value %s',
    (text) => {
      expect(redactValue(text)).toBe(text)
    },
  )
})

describe('the printed form of an error', () => {
  const wrap = (message: string, depth: number): Error =>
    depth === 0 ? new Error(message) : new Error('it failed', { cause: wrap(message, depth - 1) })

  test('contains no part of the credentials in the URL, as written or decoded', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 })
    fc.assert(
      fc.property(
        anySecret,
        secret,
        secret,
        text,
        fc.nat(4),
        (password, user, parameter, noise, depth) => {
          const encoded = encodeURIComponent(password)
          const url = `postgres://${user}:${encoded}@h/db?token=${parameter}`
          const redact = createRedactor(secretsInUrl(url))
          const decoded = decodeURIComponent(encoded)
          const message = `"${user}" '${user}'@'h' ${noise} ${decoded}${noise}${encoded} ${parameter}`
          const shown = describeCause(redactCause(wrap(message, depth), redact))
          for (const value of [decoded, encoded, user, parameter])
            expect(shown).not.toContain(value)
          // A prefix is redacted only where a message is truncated or contains control characters,
          // so the message must not contain a prefix elsewhere.
          expect(shown).not.toContain(password.slice(0, 6))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('contains no prefix of a truncated secret', () => {
    const redact = createRedactor({ secrets: ['Abcdefgh-12345678'], names: ['Username123'] })
    for (let length = 4; length <= 17; length += 1) {
      const prefix = 'Abcdefgh-12345678'.slice(0, length)
      expect(redact(`it sent ${prefix}`)).toBe('it sent ***')
      expect(redact(`it sent "${prefix}"; and "Userna"`)).toBe('it sent "***"; and "***"')
    }
  })

  test('contains no secret that core truncates in the middle', () => {
    const redact = createRedactor(secretsInUrl('mysql://app:hunter2-hunter2@h/db'))
    for (let before = 480; before <= 500; before += 1) {
      const cause = new Error(`${'x'.repeat(before)}hunter2-hunter2`)
      expect(describeCause(redactCause(cause, redact))).not.toContain('hunt')
    }
  })

  test('contains no secret of the environment variables', () => {
    const variables = ['PGPASSWORD', 'MYSQL_PWD', 'REDISCLI_AUTH', 'MEMCACHE_PASSWORD']
    for (const name of variables) {
      const known = mergeSecrets(
        secretsInEnvironment({ [name]: 'hunter2' }),
        secretsInUrl('redis://h'),
      )
      expect(createRedactor(known)('it sent hunter2')).toBe('it sent ***')
    }
  })

  test('still contains words of which a user name is only a part', () => {
    const redact = createRedactor(secretsInUrl('postgres://app@h/db'))
    expect(redact('user "app" of application, db')).toBe('user "***" of application, ***')
  })
})
