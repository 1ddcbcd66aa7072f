import { certificate, invalidTls } from '@readyz/certificate'
import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { createProbes, type Probes } from '@readyz/core'
import { type Postgres, startPostgres } from '@readyz/servers'
import type { PoolConfig } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { pgChecker } from '../src/index.ts'
import { releases } from './harness.ts'

let db: Postgres
let certified: { readonly key: string; readonly cert: string }
beforeAll(async () => {
  certified = await certificate()
  // TLS or a Unix socket; nothing else is let in.
  const hba = 'local all app scram-sha-256\nhostssl all app 127.0.0.1/32 scram-sha-256'
  db = await startPostgres({ tls: certified, hba })
})
afterAll(() => db.close())

const trusting = () => ({ ca: certified.cert, servername: 'localhost' })
const configs: readonly (readonly [string, () => PoolConfig])[] = [
  ['connectionString', () => ({ connectionString: `${db.url}?sslmode=no-verify` })],
  ['connectionString and ssl', () => ({ connectionString: db.url, ssl: trusting() })],
  ['ssl that does not look', () => ({ ...account(), ssl: { rejectUnauthorized: false } })],
  ['ssl that knows the certificate', () => ({ ...account(), ssl: trusting() })],
  ['host as a socket directory', () => ({ ...account(), host: db.directory })],
  [
    'a password that is asked for',
    () => ({ ...account(), ssl: trusting(), password: async () => db.password }),
  ],
]

function account() {
  const { host, port, user, password, database } = db
  return { host, port, user, password, database }
}

function probesOf(checker: ReturnType<typeof pgChecker>): Probes {
  return createProbes({
    readiness: [checker],
    maxAge: 0,
    timeoutSeconds: 5,
    onTransition: () => {},
  })
}

async function reasonOf(probes: Probes): Promise<string | undefined> {
  const { checks } = await probes.readiness()
  return checks[0]?.reason ?? checks[0]?.status
}

describe.each(releases)('pg $version', ({ pg }) => {
  test.each(configs)('passes for a Pool with %s', async (_, config) => {
    const pool = new pg.Pool(config())
    onTestFinished(() => pool.end())
    const own = probesOf(pgChecker(pool, { mode: 'dedicated' }))
    const pooled = probesOf(pgChecker(pool, { mode: 'pool' }))
    expect([await reasonOf(own), await reasonOf(pooled)]).toEqual(['pass', 'pass'])
  })

  test.each(configs)('passes for a Client with %s', async (_, config) => {
    const client = new pg.Client(config())
    expect(await reasonOf(probesOf(pgChecker(client)))).toBe('pass')
  })

  test('reports a Client without TLS as "auth", and an unknown certificate as "error"', async () => {
    const plain = probesOf(pgChecker(new pg.Client(account())))
    const strict = probesOf(pgChecker(new pg.Client({ ...account(), ssl: true })))
    expect([await reasonOf(plain), await reasonOf(strict)]).toEqual(['auth', 'error'])
  })

  test.each(Object.entries(invalidTls))(
    'a Pool with %s fails, and leaves no connection',
    async (_, tls) => {
      const pool = new pg.Pool({ ...account(), ssl: tls() as never })
      const probes = probesOf(pgChecker(pool, { mode: 'dedicated' }))
      const before = resources()
      for (let checks = 0; checks < 10; checks += 1) expect(await reasonOf(probes)).toBe('error')
      await waitUntil(() => leaksSince(before) === '')
      expect(leaksSince(before)).toBe('')
    },
  )
})
