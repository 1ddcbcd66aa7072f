import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { missingServers } from '../src/missing-servers.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const drivers = path.join(root, 'packages/drivers')

afterEach(() => {
  vi.unstubAllEnvs()
})

/** Returns a PATH that contains only these programs. */
function pathWith(...programs: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'readyz-path-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const program of programs) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' })
    symlinkSync(stdout.trim(), path.join(folder, program))
  }
  return folder
}

const without =
  (...programs: readonly string[]) =>
  (program: string) =>
    !programs.includes(program)

test.each([
  ['mysql2/test/pool.test.ts', ['mariadbd'], /^requires MariaDB: .*mariadb-server-core$/],
  ['memjs/test/servers.test.ts', ['saslpasswd2'], /^requires accounts of memcached: .*sasl2-bin/],
  ['redis/test/conformance.test.ts', ['redis-cli'], /^requires Redis: .*redis-tools$/],
  [
    'ioredis/test/oldest-conformance.test.ts',
    ['redis-check-rdb', 'valkey-cli'],
    /^requires Redis, Valkey: .*redis-tools valkey-tools$/,
  ],
])(
  '%s is skipped if %j is missing, and the title of the skipped test contains the packages to install',
  (file, programs, reason) => {
    vi.stubEnv('CI', undefined)
    expect(missingServers(path.join(drivers, file), without(...programs))).toMatch(reason)
  },
)

test('a test file runs if the servers that it starts are installed, even if others are missing', () => {
  vi.stubEnv('CI', undefined)
  const file = path.join(drivers, 'pg/test/pool.test.ts')
  expect(missingServers(file, () => false)).toBeUndefined()
})

test('a test file with a missing server runs in CI, where it fails', () => {
  vi.stubEnv('CI', 'true')
  const file = path.join(drivers, 'mysql2/test/pool.test.ts')
  expect(missingServers(file, () => false)).toBeUndefined()
})

test('vitest skips and counts a test file whose server is missing, and exits with 0', () => {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const { CI: _, ...env } = process.env
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', 'packages/internal/servers/test/redis-cluster.test.ts'],
    { cwd: root, encoding: 'utf8', env: { ...env, PATH: pathWith('sh') } },
  )
  expect(stdout).toMatch(
    /\nskipped 1 test file: requires Redis, Valkey: .*\n0 passed, 0 failed, 1 skipped\n$/,
  )
  expect(status).toBe(0)
})

test('install.sh succeeds without apt-get, and prints a line for each server that is missing', () => {
  const PATH = pathWith('sh', 'dirname', 'id', 'mktemp', 'rm', 'tail')
  const script = path.join(root, 'packages/internal/servers/install.sh')
  const { status, stderr } = spawnSync('sh', [script], { encoding: 'utf8', env: { PATH } })
  expect(stderr).toMatch(/^not installed, so its tests are skipped: apt-get install redis-tools$/m)
  expect(stderr).toMatch(/^not installed, so its tests are skipped: apt-get install valkey-tools$/m)
  expect(status).toBe(0)
})
