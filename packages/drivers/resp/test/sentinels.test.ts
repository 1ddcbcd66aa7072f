import { leaksSince, refused, resources, silent, waitUntil } from '@readyz/conformance'
import { type Daemon, type Redis, startRedis, startSentinel } from '@readyz/servers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type RespServer, sentinelsMaster } from '../src/index.ts'
import { at, brief, generous, noAnswer, outcomeOf } from './check.ts'

let master: Redis
let sentinel: Daemon
const password = 's3ntinel'
beforeAll(async () => {
  master = await startRedis({ login: 'password' })
  sentinel = await startSentinel(master, { password })
})
afterAll(() => Promise.all([master.close(), sentinel.close()]))

function check(sentinels: readonly RespServer[], name = 'main', timeout = generous) {
  const masterAt = (host: string, port: number) => ({
    ...at({ host, port }),
    password: master.password,
  })
  return outcomeOf(sentinelsMaster({ name, sentinels, masterAt }), timeout)
}

const known = () => ({ ...at(sentinel), password })

test('checks the master that a sentinel reports', async () => {
  expect(await check([known()])).toBe('pass')
  master.freeze()
  const title = `its master 127.0.0.1:${master.port}`
  expect(await check([known()], 'main', brief)).toBe(`timeout: ${title}: ${noAnswer}`)
  master.thaw()
  expect(await check([known()])).toBe('pass')
  await master.stop()
  expect(await check([known()])).toMatch(new RegExp(`^refused: ${title}: connect ECONNREFUSED`))
  await master.start()
  expect(await check([known()])).toBe('pass')
})

test('uses the first sentinel that reports a master, and cancels other queries', async () => {
  const hung = await silent()
  onTestFinished(() => hung.close())
  const refusing = await refused()
  const before = resources()
  expect(await check([at(hung), at(refusing), at(sentinel), known()])).toBe('pass')
  await waitUntil(() => leaksSince(before) === '')
  expect(leaksSince(before)).toBe('')
})

test('reports the error of one sentinel if none reports a master', async () => {
  const [hung, refusing] = [await silent(), await refused()]
  onTestFinished(() => hung.close())
  expect(await check([at(refusing), at(refusing)])).toMatch(
    new RegExp(`^refused: the sentinel 127.0.0.1:${refusing.port}: connect ECONNREFUSED`),
  )
  expect(await check([at(hung)], 'main', brief)).toBe(
    `timeout: the sentinel 127.0.0.1:${hung.port}: ${noAnswer}`,
  )
  const title = `the sentinel 127.0.0.1:${sentinel.port}`
  expect(await check([at(sentinel)])).toBe(
    `auth: ${title}: answered SENTINEL with NOAUTH Authentication required.`,
  )
  expect(await check([known()], 'other')).toBe(`error: ${title}: reports no master`)
})
