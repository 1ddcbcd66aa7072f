import { certificate } from '@readyz/certificate'
import { driverConformance } from '@readyz/conformance'
import { skipsMysql, startMysql } from '@readyz/servers'
import type { PoolOptions } from 'mysql2'
import { afterAll, describe, test } from 'vitest'
import { openWith } from './application.ts'
import { type Release, releases } from './harness.ts'

// Accounts of MySQL log in with `caching_sha2_password`. Over TCP the client encrypts the password
// with the server's RSA key. Over TLS it sends the password.
const isSkipped = skipsMysql()
const tls = await certificate()
const server = isSkipped ? undefined : await startMysql({ tls })
afterAll(() => server?.close())

interface Case {
  readonly release: Release
  readonly protocol: 'TCP' | 'TLS'
  readonly options: PoolOptions
}

const [, newest] = releases
const cases: readonly Case[] = [
  { release: newest, protocol: 'TCP', options: {} },
  { release: newest, protocol: 'TLS', options: { ssl: { ca: tls.cert } } },
]

describe.each(cases)(
  'mysql2 $release.version with MySQL over $protocol',
  ({ release: { promises }, options }) => {
    driverConformance(
      test.skipIf(isSkipped),
      openWith(promises.createPool, server, options),
      server,
    )
  },
)
