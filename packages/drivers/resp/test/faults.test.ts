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
import { at, brief, check, generous, late as noAnswer } from './check.ts'

const late = `timeout: ${noAnswer}`
const limitOf = (seen: string) => (seen === late ? brief : generous)
const foreign = 'invalid: answered with another protocol'

// What stands in the log, without a password, and with one that was sent.
const faults: readonly (readonly [string, () => Promise<FaultServer>, string, string])[] = [
  ['accepts connections and stays silent', silent, late, late],
  [
    'closes',
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
  test.each(faults)('%s', async (_, open, seen, withPassword) => {
    const server = await open()
    onTestFinished(() => server.close())
    const limit = limitOf(seen)
    expect(await check(at(server), limit)).toBe(seen)
    expect(await check({ ...at(server), password: 's3cret' }, limit)).toBe(withPassword)
  })

  test('resets', async () => {
    const server = await resets()
    onTestFinished(() => server.close())
    expect(await check(at(server))).toMatch(/^error: (read|connect) ECONNRESET/)
  })

  test('floods is no Redis', async () => {
    const server = await floods()
    onTestFinished(() => server.close())
    expect(await check(at(server))).toMatch(/^invalid: /)
  })
})

describe('a way to a server that', () => {
  let server: Redis
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.close())

  test.each([
    ['drop', late],
    ['trickle', late],
    ['pass', 'pass'],
  ] as const)('does %s', async (mode, seen) => {
    const way = await proxy(server)
    onTestFinished(() => way.close())
    way.mode = mode
    expect(await check(at(way), limitOf(seen))).toBe(seen)
  })
})
