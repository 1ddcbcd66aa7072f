import { leaksSince, refused, resources, silent, waitUntil } from '@readyz/conformance'
import { type Daemon, type Redis, startRedis, startSentinel } from '@readyz/servers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type RespServer, sentinelsMaster } from '../src/index.ts'
import { at, brief, generous, late, outcomeOf } from './check.ts'

let master: Redis
let sentinel: Daemon
const password = 's3ntinel'
beforeAll(async () => {
  master = await startRedis({ login: 'password' })
  sentinel = await startSentinel(master, { password })
})
afterAll(() => Promise.all([master.close(), sentinel.close()]))

function ask(sentinels: readonly RespServer[], name = 'main', timeout = generous) {
  const masterAt = (host: string, port: number) => ({
    ...at({ host, port }),
    password: master.password,
  })
  return outcomeOf(sentinelsMaster({ name, sentinels, masterAt }), timeout)
}

const known = () => ({ ...at(sentinel), password })

test('checks the master that a sentinel reports', async () => {
  expect(await ask([known()])).toBe('pass')
  master.freeze()
  const who = `its master 127.0.0.1:${master.port}`
  expect(await ask([known()], 'main', brief)).toBe(`timeout: ${who}: ${late}`)
  master.thaw()
  expect(await ask([known()])).toBe('pass')
  await master.stop()
  expect(await ask([known()])).toMatch(new RegExp(`^refused: ${who}: connect ECONNREFUSED`))
  await master.start()
  expect(await ask([known()])).toBe('pass')
})

test('uses the first sentinel that reports a master, whatever the others do', async () => {
  const deaf = await silent()
  onTestFinished(() => deaf.close())
  const nobody = await refused()
  const before = resources()
  expect(await ask([at(deaf), at(nobody), at(sentinel), known()])).toBe('pass')
  // Those that were slower are let go.
  await waitUntil(() => leaksSince(before) === '')
  expect(leaksSince(before)).toBe('')
})

test('reports the error of one sentinel if none reports a master', async () => {
  const [deaf, nobody] = [await silent(), await refused()]
  onTestFinished(() => deaf.close())
  expect(await ask([at(nobody), at(nobody)])).toMatch(
    new RegExp(`^refused: the sentinel 127.0.0.1:${nobody.port}: connect ECONNREFUSED`),
  )
  expect(await ask([at(deaf)], 'main', brief)).toBe(
    `timeout: the sentinel 127.0.0.1:${deaf.port}: ${late}`,
  )
  const who = `the sentinel 127.0.0.1:${sentinel.port}`
  expect(await ask([at(sentinel)])).toBe(
    `auth: ${who}: answered SENTINEL with NOAUTH Authentication required.`,
  )
  expect(await ask([known()], 'other')).toBe(`error: ${who}: reports no master`)
})
