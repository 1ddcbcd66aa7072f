import { createServer } from 'node:http'
import {
  closes,
  freePort,
  garbage,
  host,
  proxy,
  refused,
  silent,
  speaksHttp,
} from '@readyz/conformance'
import { startMariadb, startMemcached, startPostgres, startRedis } from '@readyz/servers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startHttpServer } from './http-servers.ts'
import { runReadyz, startReadyz } from './run-command.ts'

const servers = () =>
  Promise.all([
    startPostgres(),
    startMariadb(),
    startMemcached(),
    startMemcached(),
    startRedis({ login: 'user' }),
  ])
let [db, mariadb, cache, second, redis] = [] as unknown as Awaited<ReturnType<typeof servers>>
beforeAll(async () => {
  ;[db, mariadb, cache, second, redis] = await servers()
})
afterAll(() => Promise.all([db, mariadb, cache, second, redis].map((server) => server.close())))

const caches = () => `${cache.host}:${cache.port},${second.host}:${second.port}`
const redisUrl = () => `redis://${redis.user}:${redis.password}@${redis.host}:${redis.port}/1`
const hidden = (url: string) => url.replace(/app:[^@]+@/, '***@')

test('wait exits with 0 when all dependencies pass, and prints each once', async () => {
  const url = await startHttpServer((_, response) => response.end('OK'))
  const args = ['--pg', db.url, '--mysql', mariadb.url, '--memcached', caches(), '--http', url]
  const more = ['--redis', redisUrl(), '--tcp', `${host}:${db.port}`]
  const { code, stdout, stderr } = await runReadyz(['wait', ...args, ...more])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout
    .replaceAll(/ after [\d.]+ m?s$/gm, '')
    .trimEnd()
    .split('\n')
  expect(lines.toSorted()).toEqual(
    [
      `passed   ${hidden(db.url)}`,
      `passed   ${hidden(mariadb.url)}`,
      `passed   memcached ${caches()}`,
      `passed   ${hidden(redisUrl())}`,
      `passed   ${url}/`,
      `passed   tcp ${host}:${db.port}`,
    ].toSorted(),
  )
})

test('wait exits with 1 after the time limit, and prints each missing dependency with its problem', async () => {
  const { port } = await refused()
  const args = [
    '--pg',
    db.url,
    '--tcp',
    `${host}:${port}`,
    '--memcached',
    `${caches()},${host}:${port}`,
  ]
  const started = performance.now()
  const { code, stdout, stderr } = await runReadyz(['wait', ...args, '--timeout', '20s'])
  expect(performance.now() - started).toBeGreaterThan(20_000)
  expect(code).toBe(1)
  const refusal = `refused: connect ECONNREFUSED ${host}:${port}`
  const everyCache = `memcached ${caches()},${host}:${port}`
  expect(stderr.split('\n')).toEqual([
    'readyz: 2 of 3 did not pass within 20 s:',
    `missing  tcp ${host}:${port}, ${refusal}`,
    `missing  ${everyCache}, refused: servers[2] ${host}:${port}: connect ECONNREFUSED ${host}:${port}`,
    '',
  ])
  expect(stdout).not.toContain('missing')
  // A line is printed only when a problem changes.
  expect(stdout.match(/^waiting {2}tcp /gm)).toHaveLength(1)
  expect(stdout).toContain(`waiting  tcp ${host}:${port}, ${refusal}\n`)
  expect(stdout).toContain(`passed   ${hidden(db.url)} after `)
})

test('wait exits as soon as the last dependency passes', async () => {
  const port = await freePort()
  const wait = startReadyz(['wait', '--http', `http://${host}:${port}/up`])
  await wait.until(/^waiting .* refused: /m)
  let status = 503
  const server = createServer((_, response) => response.writeHead(status).end()).listen(port, host)
  onTestFinished(() => void server.close())
  await wait.until(/^waiting .*, answered with status 503$/m)
  status = 200
  const { code, output } = await wait.end()
  expect(code).toBe(0)
  expect(output).toMatch(/^passed {3}http:\/\/127\.0\.0\.1:\d+\/up after [\d.]+ m?s\n$/m)
})

test('wait reports frozen servers as "timeout", and passes when they respond again', async () => {
  const all = [db, mariadb, cache]
  for (const server of all) server.freeze()
  const args = ['--pg', db.url, '--mysql', mariadb.url, '--memcached', caches()]
  const wait = startReadyz(['wait', ...args, '--tcp', `${host}:${db.port}`])
  await wait.until(/^passed {3}tcp /m)
  for (const scheme of ['postgres', 'mysql', 'memcached']) {
    await wait.until(new RegExp(`^waiting {2}${scheme}.* timeout: .*no answer within \\d+ ms`, 'm'))
  }
  for (const server of all) server.thaw()
  const { code, output } = await wait.end()
  expect(code).toBe(0)
  expect(output.match(/^passed/gm)).toHaveLength(4)
})

test.each([
  ['sends no response', silent],
  ['closes the connection', closes],
  ['sends invalid data', garbage],
  ['responds in HTTP', speaksHttp],
])('wait does not accept a server that %s', async (_, start) => {
  const server = await start()
  onTestFinished(() => server.close())
  const address = `${server.host}:${server.port}`
  const account = `app:s3cret-pw@${address}/app`
  const databases = ['--pg', `postgres://${account}`, '--mysql', `mysql://${account}`]
  const args = [...databases, '--memcached', address, '--timeout', '5s']
  const { code, stdout, stderr } = await runReadyz(['wait', ...args])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^readyz: 3 of 3 did not pass within 5 s:\n(missing .*, .*\n){3}$/)
  expect(stdout + stderr).not.toContain('s3cret')
})

test('wait prints no password, even if a server rejects it', async () => {
  const wrong = (url: string) => url.replace(/s3cret-pw/, 'wr0ng%2Fpw')
  const databases = ['--pg', wrong(db.url), '--mysql', wrong(mariadb.url)]
  const wait = startReadyz(['wait', ...databases, '--redis', wrong(redisUrl())])
  await wait.until(/^waiting {2}postgres:\/\/\*\*\*@.*, auth: 28P01 /m)
  await wait.until(/^waiting {2}redis:\/\/\*\*\*@.*, auth: /m)
  await wait.until(/^waiting {2}mysql:\/\/\*\*\*@.*, auth: ER_ACCESS_DENIED_ERROR /m)
  wait.child.kill()
  const { output } = await wait.end()
  expect(output).not.toContain('wr0ng')
  // The database has the same name, and is printed as part of the URL.
  expect(output.replaceAll(/:\d+\/app,/g, '')).not.toMatch(/\bapp\b/)
})

test('wait retries when packets of its connection were dropped', async () => {
  const through = await proxy(db)
  through.mode = 'drop'
  onTestFinished(() => through.close())
  const url = db.url.replace(String(db.port), String(through.port))
  const wait = startReadyz(['wait', '--pg', url, '--timeout', '60s'])
  await wait.until(/timeout: no answer within 3000 ms/)
  through.mode = 'pass'
  expect((await wait.end()).code).toBe(0)
})
