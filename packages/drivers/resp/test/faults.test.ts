import {
  closes,
  type FaultServer,
  floods,
  garbage,
  proxy,
  resets,
  sends,
  silent,
  speaksHttp,
} from '@readyz/conformance'
import { type Redis, startRedis } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { at, brief, check, generous, noAnswer } from './check.ts'

const timedOut = `timeout: ${noAnswer}`
const limitOf = (result: string) => (result === timedOut ? brief : generous)
const foreign = 'invalid: answered with another protocol'

// The result without a password, and the result with a password.
const faults: readonly (readonly [string, () => Promise<FaultServer>, string, string])[] = [
  ['accepts connections and stays silent', silent, timedOut, timedOut],
  [
    'closes the connection',
    closes,
    'error: closed the connection before it answered',
    'error: closed the connection before it answered',
  ],
  ['answers with invalid data', garbage, foreign, foreign],
  ['answers with HTTP', speaksHttp, `${foreign}: HTTP/1.1 400 Bad Request`, foreign],
  [
    'is at its connection limit and keeps the connection open',
    () => sends('-ERR max number of clients reached\r\n'),
    'error: answered PING with ERR max number of clients reached',
    'error: answered AUTH with ERR max number of clients reached',
  ],
  [
    'answers with more replies than commands',
    () => sends('+PONG\r\n'.repeat(1_000_000)),
    'invalid: answered with more replies than commands',
    'invalid: answered with an unexpected reply to AUTH',
  ],
]

describe('a server that', () => {
  test.each(faults)('%s fails the check', async (_, open, result, withPassword) => {
    const server = await open()
    onTestFinished(() => server.close())
    const limit = limitOf(result)
    expect(await check(at(server), limit)).toBe(result)
    expect(await check({ ...at(server), password: 's3cret' }, limit)).toBe(withPassword)
  })

  test('resets the connection fails the check with "error"', async () => {
    const server = await resets()
    onTestFinished(() => server.close())
    expect(await check(at(server))).toMatch(/^error: (read|connect) ECONNRESET/)
  })

  test('sends spaces without end fails the check with "invalid"', async () => {
    const server = await floods()
    onTestFinished(() => server.close())
    expect(await check(at(server))).toMatch(/^invalid: /)
  })
})

describe('a server behind a proxy', () => {
  let server: Redis
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.close())

  test.each([
    ['drop', timedOut],
    ['trickle', timedOut],
    ['pass', 'pass'],
  ] as const)('in mode "%s": the result is %s', async (mode, result) => {
    const serverProxy = await proxy(server)
    onTestFinished(() => serverProxy.close())
    serverProxy.mode = mode
    expect(await check(at(serverProxy), limitOf(result))).toBe(result)
  })
})
