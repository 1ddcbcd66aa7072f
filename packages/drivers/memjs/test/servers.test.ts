import { silent } from '@readyz/conformance'
import { type Memcached, startMemcached } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { memjsChecker } from '../src/index.ts'
import { brief, generous, openStage, releases } from './stage.ts'

let servers: readonly Memcached[]
let secured: Memcached
let account: { readonly username: string; readonly password: string }
beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
  secured = await startMemcached({ sasl: true })
  account = { username: secured.user, password: secured.password }
})
afterAll(() => Promise.all([secured, ...servers].map((server) => server.close())))

describe.each(releases)('the servers of memjs $version', ({ release }) => {
  test.each([0, 1, 2])('must all answer, also servers[%i]', async (index) => {
    const stage = await openStage(release, servers, { direct: true })
    expect(await stage.ask()).toBe('pass')
    await servers[index]?.stop()
    expect(await stage.ask()).toBe('refused: cannot connect to cache (1 of 3 servers).')
    await servers[index]?.start()
    expect(await stage.ask()).toBe('pass')
    servers[index]?.freeze()
    expect(await stage.ask(brief)).toBe('timeout: cannot connect to cache (1 of 3 servers).')
    servers[index]?.thaw()
    expect(await stage.ask()).toBe('pass')
    await stage.work()
    await stage.close()
    expect(stage.lines[0]).toContain(
      `Cause: servers[${index}] 127.0.0.1:${servers[index]?.port}: connect ECONNREFUSED`,
    )
  })

  test('report a missing login as "auth" if they require one', async () => {
    const right = await openStage(release, [secured], account)
    await right.work()
    expect(await right.ask()).toBe('pass')
    await right.close()
    const wrong = await openStage(release, [secured], { ...account, password: 's3cret' })
    expect(await wrong.ask()).toBe('auth: cannot connect to cache.')
    expect(wrong.lines.join()).toContain('refused the login')
    await wrong.close()
    const none = await openStage(release, [secured])
    expect(await none.ask()).toBe('auth: cannot connect to cache.')
    expect(none.lines.join()).toContain('demands a login')
    await none.close()
  })

  test('without authentication pass with a login, as in memjs', async () => {
    const stage = await openStage(release, servers, account)
    await stage.work()
    expect(await stage.ask()).toBe('pass')
    await stage.close()
  })

  test('may all hang, in ten checks, within the time limit of each check', async () => {
    const stage = await openStage(release, servers)
    await stage.work()
    const fault = await silent()
    const targets = stage.ways.map((way) => way.target)
    for (const way of stage.ways) way.target = fault
    for (const _ of Array.from({ length: 10 })) {
      // No other server has to answer.
      expect(await stage.ask(800)).toBe('timeout: cannot connect to cache (3 of 3 servers).')
    }
    await fault.close()
    for (const [index, way] of stage.ways.entries()) way.target = targets[index] ?? way
    expect(await stage.ask()).toBe('pass')
    await stage.work()
    await stage.close()
  })

  test('may have an IPv6 address if the application constructs them', async () => {
    const server = await startMemcached({ host: '::1' })
    onTestFinished(() => server.close())
    const checker = memjsChecker(new release.Client([new release.Server('::1', server.port)]))
    const context = { signal: new AbortController().signal, timeout: generous }
    await checker.check(context)
    await server.stop()
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'refused',
      cause: { message: expect.stringContaining(`servers[0] [::1]:${server.port}: connect`) },
    })
  })
})
