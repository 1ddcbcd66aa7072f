import { getEventListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { inspect } from 'node:util'
import { type ProxyServer, proxy, refused, silent } from '@readyz/conformance'
import { createProbes, type Probes, type Transition } from '@readyz/core'
import { waitUntil } from '@readyz/harness'
import { type Mariadb, startMariadb } from '@readyz/servers'
import type { PoolCluster, PoolOptions } from 'mysql2'
import { createPoolCluster } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { mysql2Checker } from '../src/index.ts'
import { releases } from './harness.ts'

let db: Mariadb
beforeAll(async () => {
  db = await startMariadb()
})
afterAll(() => db.close())

describe.each(releases)('a PoolCluster of mysql2 $version', ({ mysql2 }) => {
  const account = (): PoolOptions => {
    const { host, port, user, password, database } = db
    return { host, port, user, password, database }
  }

  /** Opens a cluster of three nodes. Each node is a proxy in front of the same server. */
  async function open() {
    const proxies: ProxyServer[] = []
    const cluster = mysql2.createPoolCluster()
    for (const id of ['ONE', 'TWO', 'THREE']) {
      const node = await proxy(db)
      onTestFinished(() => node.close())
      proxies.push(node)
      cluster.add(id, { ...account(), host: node.host, port: node.port })
    }
    onTestFinished(() => cluster.end())
    const [one, two, three] = proxies
    if (!(one && two && three)) throw new Error('expected three proxies')
    return { cluster, one, two, three, ...probesOf(cluster) }
  }

  function probesOf(cluster: PoolCluster): {
    readonly probes: Probes
    readonly transitions: readonly Transition[]
  } {
    const transitions: Transition[] = []
    const probes = createProbes({
      readiness: [mysql2Checker(cluster)],
      maxAge: 0,
      // Far more than a login takes on a busy machine.
      timeoutSeconds: 5,
      onTransition: (transition) => transitions.push(transition),
    })
    return { probes, transitions }
  }

  const connect = (cluster: PoolCluster) =>
    new Promise((resolve, reject) => {
      cluster.getConnection((error, connection) => {
        if (error) return reject(error)
        connection.release()
        resolve('connected')
      })
    })

  test('passes when every node answers, with one query per node', async () => {
    const { probes, one, two, three } = await open()
    expect(await probes.readiness()).toMatchObject({ status: 'pass' })
    expect([one, two, three].map(({ accepted }) => accepted)).toEqual([1, 1, 1])
    await waitUntil(
      () => [one, two, three].every(({ connections }) => connections === 0),
      () => 'left a connection open',
    )
  })

  test('puts the number of failed nodes into the message, and their names in the log', async () => {
    const { probes, transitions, two } = await open()
    two.target = await refused()
    const { checks } = await probes.readiness()
    const message = 'cannot connect to database (1 of 3 nodes).'
    expect(checks).toMatchObject([{ status: 'fail', reason: 'error', message }])
    expect(transitions).toMatchObject([
      { cause: { message, cause: { message: expect.stringMatching(/^TWO: /) } } },
    ])
    expect(inspect(transitions)).not.toContain(db.password)
  })

  test('reports two unresponsive nodes as "timeout" within the time limit', async () => {
    const { probes, one, three } = await open()
    one.mode = 'drop'
    three.mode = 'drop'
    const { checks } = await probes.readiness()
    const message = 'cannot connect to database (2 of 3 nodes).'
    expect(checks).toMatchObject([{ status: 'fail', reason: 'timeout', message }])
    one.mode = 'pass'
    three.mode = 'pass'
    expect(await probes.readiness()).toMatchObject({ status: 'pass' })
  })

  test('reports nodes that fail for different reasons as "error"', async () => {
    const { cluster, probes, one } = await open()
    one.mode = 'drop'
    cluster.add('FOUR', { ...account(), password: 'wrong' })
    const { checks } = await probes.readiness()
    const message = 'cannot connect to database (2 of 4 nodes).'
    expect(checks).toMatchObject([{ status: 'fail', reason: 'error', message }])
  })

  test('reports the reason without a number for a cluster of one node', async () => {
    const cluster = mysql2.createPoolCluster()
    onTestFinished(() => cluster.end())
    cluster.add({ ...account(), password: 'wrong' })
    const { checks } = await probesOf(cluster).probes.readiness()
    const message = 'cannot connect to database.'
    expect(checks).toMatchObject([{ status: 'fail', reason: 'auth', message }])
  })

  test('reports nodes that return no row as "invalid"', async () => {
    const { probes } = await open()
    await db.sql('SET GLOBAL sql_select_limit = 0')
    onTestFinished(() => db.sql('SET GLOBAL sql_select_limit = DEFAULT'))
    const { checks } = await probes.readiness()
    const message = 'cannot connect to database (3 of 3 nodes).'
    expect(checks).toMatchObject([{ status: 'fail', reason: 'invalid', message }])
  })

  test('keeps its nodes after ten failed checks', async () => {
    const { cluster, probes } = await open()
    await db.stop()
    for (let failures = 0; failures < 10; failures += 1) {
      expect(await probes.readiness()).toMatchObject({ status: 'fail' })
    }
    await db.start()
    expect(await connect(cluster)).toBe('connected')
    expect(await probes.readiness()).toMatchObject({ status: 'pass' })
  })

  test('with fifty nodes emits no warning about too many listeners', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    onTestFinished(() => warn.mockRestore())
    const fault = await silent()
    onTestFinished(() => fault.close())
    const cluster = mysql2.createPoolCluster()
    onTestFinished(() => cluster.end())
    const { host, port } = fault
    for (let nodes = 0; nodes < 50; nodes += 1) cluster.add({ ...account(), host, port })
    const { signal } = new AbortController()
    const checking = Promise.resolve(mysql2Checker(cluster).check({ signal, timeout: 400 }))
    await nextTurn()
    const during = getEventListeners(signal, 'abort').length
    await expect(checking).rejects.toThrow('50 of 50 nodes')
    const after = getEventListeners(signal, 'abort').length
    const warnings = warn.mock.calls.length
    expect({ during, after, warnings }).toEqual({ during: 1, after: 0, warnings: 0 })
  })

  test('fails if it has no nodes or is closed', async () => {
    const cluster = mysql2.createPoolCluster()
    const context = { timeout: 20_000, signal: new AbortController().signal }
    const checker = mysql2Checker(cluster)
    await expect(checker.check(context)).rejects.toThrow('the cluster has no nodes.')
    cluster.end()
    expect(() => checker.check(context)).toThrow('the cluster is closed.')
  })
})

test('checks a PoolCluster with promises', async () => {
  const { host, port, user, password, database } = db
  const cluster = createPoolCluster()
  onTestFinished(() => cluster.end())
  cluster.add({ host, port, user, password, database })
  const probes = createProbes({ readiness: [mysql2Checker(cluster)], timeoutSeconds: 5 })
  expect(await probes.readiness()).toMatchObject({ status: 'pass' })
})
