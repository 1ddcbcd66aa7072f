import { expect, test } from 'vitest'
import { createProbes } from '../src/index.ts'

const check = () => {}
const seconds = 'a number of seconds from 0.001 to 300'
const milliseconds = 'a number of milliseconds from 1 to 2147483647'
const age = 'a finite number of milliseconds, 0 or more'
const path = 'a path as a client sends it, such as "/healthz", with no query'
const line = 'a non-empty string on one line'

function named(properties: object): object {
  return {
    readiness: [
      { name: 'ok', check },
      { name: 'db', check, ...properties },
    ],
  }
}

const misuse: [options: unknown, message: string][] = [
  [null, 'the options of createProbes must be an object, got null'],
  ['db', 'the options of createProbes must be an object, got "db"'],
  [[{ name: 'db', check }], 'the options of createProbes must be an object, got an array'],
  [{ timeout: 1 }, 'unknown option "timeout" of createProbes; there are readiness, liveness, '],
  [{ Readiness: [] }, 'unknown option "Readiness"'],

  ...[0, 0.0009, -1, Number.NaN, Infinity, -Infinity, '5', null, 1n, 300.1, 5000].map(
    (value): [unknown, string] => [
      { timeoutSeconds: value },
      `timeoutSeconds must be ${seconds}, got ${typeof value === 'string' ? '"5"' : value}`,
    ],
  ),
  ...[-1, Number.NaN, Infinity, null].flatMap((value): [unknown, string][] => [
    [{ maxAge: value }, `maxAge must be ${age}, got ${value}`],
    [named({ maxAge: value }), `readiness[1].maxAge must be ${age}, got ${value}`],
  ]),
  [{ maxAge: '500' }, `maxAge must be ${age}, got "500"`],
  ...[399, 600, 200, 503.5, Number.NaN, null].map((value): [unknown, string] => [
    { failureStatus: value },
    `failureStatus must be an integer from 400 to 599, got ${value}`,
  ]),
  [{ failureStatus: '503' }, 'failureStatus must be an integer from 400 to 599, got "503"'],
  [{ onTransition: null }, 'onTransition must be a function, got null'],
  [{ onTransition: console }, 'onTransition must be a function, got an object'],

  [{ livenessPaths: '/healthz' }, 'livenessPaths must be an array, got "/healthz"'],
  [{ readinessPaths: null }, 'readinessPaths must be an array, got null'],
  ...[
    '',
    'healthz',
    './healthz',
    '//healthz',
    'http://localhost/healthz',
    '/healthz?verbose',
    '/healthz#top',
    '/health z',
    '/healthz\n',
    '/größe',
  ].map((value): [unknown, string] => [
    { readinessPaths: ['/ok', value] },
    `readinessPaths[1] must be ${path}, got ${JSON.stringify(value)}`,
  ]),
  [{ livenessPaths: [7] }, `livenessPaths[0] must be ${path}, got 7`],
  [{ livenessPaths: [['/a']] }, `livenessPaths[0] must be ${path}, got an array`],
  [{ livenessPaths: [undefined] }, `livenessPaths[0] must be ${path}, got undefined`],
  [{ livenessPaths: ['/a', '/b', '/a'] }, 'paths must be unique, got "/a" twice'],
  [{ livenessPaths: ['/readyz'] }, 'paths must be unique, got "/readyz" twice'],
  [{ readinessPaths: ['/healthz'] }, 'paths must be unique, got "/healthz" twice'],

  [{ readiness: null }, 'readiness must be an array, got null'],
  [{ liveness: { name: 'db', check } }, 'liveness must be an array, got an object'],
  [{ readiness: [undefined] }, 'readiness[0] must be a checker: { name, check }, got undefined'],
  [{ readiness: Array(1) }, 'readiness[0] must be a checker: { name, check }, got undefined'],
  [{ readiness: [null] }, 'readiness[0] must be a checker: { name, check }, got null'],
  [{ liveness: [check] }, 'liveness[0] must be a checker: { name, check }, got the function check'],
  [
    { liveness: [() => {}] },
    'liveness[0] must be a checker: { name, check }, got the function (an',
  ],
  [{ readiness: [[]] }, 'readiness[0] must be a checker: { name, check }, got an array'],
  [{ readiness: [{ name: 'db' }] }, 'readiness[0] must be a checker: { name, check }, got an obje'],
  [named({ check: 'ping' }), 'readiness[1] must be a checker: { name, check }, got an object'],

  ...['', ' ', 7, null, undefined, 'a\nb', 'a\u0000', '\u007F'].flatMap(
    (value): [unknown, string][] => {
      const got = typeof value === 'string' ? JSON.stringify(value) : String(value)
      const isFailure = value === undefined ? [] : [{ failure: value }]
      return [
        [named({ name: value }), `readiness[1].name must be ${line}, got ${got}`],
        ...isFailure.map((properties): [unknown, string] => [
          named(properties),
          `readiness[1].failure must be ${line}, got ${got}`,
        ]),
      ]
    },
  ),
  [named({ name: 'ok' }), 'names in readiness must be unique, got "ok" twice'],
  [named({ optional: 'yes' }), 'readiness[1].optional must be a boolean, got "yes"'],
  [named({ optional: null }), 'readiness[1].optional must be a boolean, got null'],
  ...[0, -5, Number.NaN, Infinity, null, 2 ** 31].map((value): [unknown, string] => [
    named({ timeout: value }),
    `readiness[1].timeout must be ${milliseconds}, got ${value}`,
  ]),
]

test.each(misuse)('createProbes rejects %o: %s', (options, message) => {
  const create = () => Reflect.apply(createProbes, undefined, [options])

  expect(create).toThrow(TypeError)
  expect(create).toThrow(message)
})

test.each<[object]>([
  [{}],
  [{ timeoutSeconds: undefined, readiness: undefined, livenessPaths: undefined }],
  [{ timeoutSeconds: 0.001, maxAge: 0, failureStatus: 400 }],
  [{ timeoutSeconds: 0.001, readiness: [{ name: 'db', check }] }],
  [{ timeoutSeconds: 300, failureStatus: 599 }],
  [{ livenessPaths: ['/'], readinessPaths: ["/a/b.c~d!$&'()*+,;=:@%20", '/A', '/a', '/a/'] }],
  [{ readiness: [{ name: 'db', check }], liveness: [{ name: 'db', check }] }],
  [named({ timeout: 2 ** 31 - 1, maxAge: 0, optional: false, failure: 'größe kaputt.' })],
  [named({ timeout: undefined, maxAge: undefined, optional: undefined, failure: undefined })],
  [named({ host: 'an additional property' })],
])('createProbes accepts %o', (options) => {
  const create = () => Reflect.apply(createProbes, undefined, [options])

  expect(create).not.toThrow()
})

test('createProbes uses the defaults without options', () => {
  expect(createProbes().describe()).toEqual(createProbes({}).describe())
})

test('a run with 130,000 checkers ends', async () => {
  const readiness = Array.from({ length: 130_000 }, (_, index) => ({ name: `${index}`, check }))
  const report = await createProbes({ readiness, onTransition: () => {} }).readiness()

  expect(report.checks).toHaveLength(130_000)
  expect(report.status).toBe('pass')
})
