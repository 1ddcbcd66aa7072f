import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { certificate } from '@readyz/certificate'
import { startMariadb, startPostgres, startRedis } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRawTlsServer } from './http-servers.ts'
import { runReadyz } from './run-command.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'readyz-ca-'))
const ca = path.join(directory, 'ca.pem')
const otherCa = path.join(directory, 'other.pem')

const tls = await certificate()

/** Starts an HTTPS server on localhost. */
async function startHttps() {
  const server = createServer(tls, (_, response) => response.end('OK')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `https://localhost:${port}`, close: async () => void server.close() }
}

async function start() {
  const other = await certificate()
  writeFileSync(ca, tls.cert)
  writeFileSync(otherCa, other.cert)
  const [db, mariadb, redis, https] = await Promise.all([
    startPostgres({ tls }),
    startMariadb({ tls, settings: { 'require-secure-transport': 'on' } }),
    startRedis({ tls }),
    startHttps(),
  ])
  return {
    urls: {
      pg: `${db.url}?sslmode=verify-full`,
      mysql: `${mariadb.url}?ssl={}`,
      redis: `rediss://localhost:${redis.port}`,
      http: https.url,
    },
    socket: { directory: db.directory, port: db.port, password: db.password },
    close: () => Promise.all([db.close(), mariadb.close(), redis.close(), https.close()]),
  }
}

let servers: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  servers = await start()
})
afterAll(async () => {
  await servers.close()
  rmSync(directory, { recursive: true })
})

describe.each(['pg', 'mysql', 'redis', 'http'] as const)('--%s over TLS', (kind) => {
  const wait = (args: readonly string[], env = {}) =>
    runReadyz(['wait', `--${kind}`, servers.urls[kind], ...args], env)

  test('passes with the certificate authority that --ca names', async () => {
    expect(await wait(['--ca', ca, '--timeout', '20s'])).toMatchObject({ code: 0, stderr: '' })
  })

  test('does not pass with another certificate authority', async () => {
    const { code, stderr } = await wait(['--ca', otherCa, '--timeout', '3s'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/certificate|SELF_SIGNED|timeout/i)
  })

  test('passes with an authority of NODE_EXTRA_CA_CERTS', async () => {
    const env = { NODE_EXTRA_CA_CERTS: ca }
    expect(await wait(['--timeout', '20s'], env)).toMatchObject({ code: 0, stderr: '' })
  })
})

test('--pg passes with the certificate authority that sslrootcert names', async () => {
  const url = `${servers.urls.pg}&sslrootcert=${encodeURIComponent(ca)}`
  expect(await runReadyz(['wait', '--pg', url, '--timeout', '20s'])).toMatchObject({ code: 0 })
})

test.each([
  [
    'the parameter host',
    (socketDirectory: string, port: number) =>
      `postgresql://app:s3cret-pw@/app?host=${socketDirectory}&port=${port}`,
  ],
  [
    'an encoded host',
    (socketDirectory: string, port: number) =>
      `postgres://app:s3cret-pw@${encodeURIComponent(socketDirectory)}:${port}/app`,
  ],
  [
    'a socket: URL',
    (socketDirectory: string, port: number) =>
      `socket://app:s3cret-pw@${socketDirectory}?db=app&port=${port}`,
  ],
])('--pg connects over a Unix socket given as %s', async (_, urlOf) => {
  const url = urlOf(servers.socket.directory, servers.socket.port)
  const { code, stderr } = await runReadyz(['wait', '--pg', url, '--timeout', '20s'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('--redis sends the host name as the TLS server name, but no IP address', async () => {
  const names: unknown[] = []
  const url = await startRawTlsServer((stream) => {
    names.push(Reflect.get(stream, 'servername'))
    stream.end('+PONG\r\n')
  }, tls)
  for (const host of ['localhost', '127.0.0.1']) {
    const target = url.replace('https://localhost', `rediss://${host}`)
    const args = ['wait', '--redis', target, '--ca', ca, '--timeout', '20s']
    expect(await runReadyz(args)).toMatchObject({ code: 0 })
  }
  expect(names).toEqual(['localhost', false])
})

test.each([
  [
    'a file that does not exist',
    ['--ca', 'missing.pem'],
    /^readyz: --ca: missing\.pem cannot be read/,
  ],
  [
    'a file without a certificate',
    ['--ca', import.meta.filename],
    /contains no certificate in PEM/,
  ],
])('%s as --ca is wrong usage', async (_, args, problem) => {
  const { code, stderr } = await runReadyz(['wait', '--redis', 'rediss://h', ...args])
  expect(code).toBe(64)
  expect(stderr).toMatch(problem)
})

test('--ca without a dependency over TLS is wrong usage', async () => {
  const { code, stderr } = await runReadyz(['wait', '--redis', 'redis://h', '--ca', ca])
  expect(code).toBe(64)
  expect(stderr).toMatch(/^readyz: --ca: no dependency uses TLS; write rediss:/)
})
