import { certificate, invalidTls } from '@readyz/certificate'
import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { createProbes, type Probes } from '@readyz/core'
import { type Postgres, startPostgres } from '@readyz/servers'
import type { PoolConfig } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { pgChecker } from '../src/index.ts'
import { releases } from './harness.ts'

let db: Postgres
let tls: { readonly key: string; readonly cert: string }
beforeAll(async () => {
  tls = await certificate()
  // The server accepts only TLS and its Unix socket.
  const hba = 'local all app scram-sha-256\nhostssl all app 127.0.0.1/32 scram-sha-256'
  db = await startPostgres({ tls, hba })
})
afterAll(() => db.close())

const verified = () => ({ ca: tls.cert, servername: 'localhost' })
const configs: readonly (readonly [string, () => PoolConfig])[] = [
  ['connectionString', () => ({ connectionString: `${db.url}?sslmode=no-verify` })],
  ['connectionString and ssl', () => ({ connectionString: db.url, ssl: verified() })],
  ['ssl without verification', () => ({ ...account(), ssl: { rejectUnauthorized: false } })],
  ['ssl with the certificate as ca', () => ({ ...account(), ssl: verified() })],
  ['a socket directory as host', () => ({ ...account(), host: db.directory })],
  [
    'a password function',
    () => ({ ...account(), ssl: verified(), password: async () => db.password }),
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

/** The reason of the check, or `pass`. */
async function resultOf(probes: Probes): Promise<string | undefined> {
  const { checks } = await probes.readiness()
  return checks[0]?.reason ?? checks[0]?.status
}

describe.each(releases)('pg $version', ({ pg }) => {
  test.each(configs)('passes for a Pool with %s', async (_, config) => {
    const pool = new pg.Pool(config())
    onTestFinished(() => pool.end())
    const dedicated = probesOf(pgChecker(pool, { mode: 'dedicated' }))
    const pooled = probesOf(pgChecker(pool, { mode: 'pool' }))
    expect([await resultOf(dedicated), await resultOf(pooled)]).toEqual(['pass', 'pass'])
  })

  test.each(configs)('passes for a Client with %s', async (_, config) => {
    const client = new pg.Client(config())
    expect(await resultOf(probesOf(pgChecker(client)))).toBe('pass')
  })

  test('reports a Client without TLS as "auth"', async () => {
    const probes = probesOf(pgChecker(new pg.Client(account())))
    expect(await resultOf(probes)).toBe('auth')
  })

  test('reports an unknown certificate as "error"', async () => {
    const probes = probesOf(pgChecker(new pg.Client({ ...account(), ssl: true })))
    expect(await resultOf(probes)).toBe('error')
  })

  test.each(Object.entries(invalidTls))(
    'a Pool with %s fails, and leaves no connection open',
    async (_, invalid) => {
      const pool = new pg.Pool({ ...account(), ssl: invalid() as never })
      const probes = probesOf(pgChecker(pool, { mode: 'dedicated' }))
      const before = resources()
      for (let checks = 0; checks < 10; checks += 1) expect(await resultOf(probes)).toBe('error')
      await waitUntil(() => leaksSince(before) === '')
      expect(leaksSince(before)).toBe('')
    },
  )
})
