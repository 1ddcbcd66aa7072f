import { fileURLToPath } from 'node:url'
import { type Program, type ProgramOptions, startProgram } from '@readyz/servers'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { all, type Example, folders, honoMemjs, read } from './examples.ts'

/** What readiness says as soon as it says something else: a run is reused for half a second. */
async function readinessAfter(program: Program, before: number) {
  let answer = await program.get('/readiness')
  while (answer.status === before) answer = await program.get('/readiness')
  return answer
}

async function start({ script, startServer, envOf }: Example, runtime?: ProgramOptions['runtime']) {
  const server = await startServer()
  onTestFinished(() => server.close())
  const program = await startProgram(script, { env: envOf(server), ...(runtime && { runtime }) })
  onTestFinished(() => program.close())
  return { server, program }
}

const ok = { status: 200, body: 'OK' }

test('every example is here', () => {
  expect(all.map(({ name }) => name).toSorted()).toEqual(folders.toSorted())
})

/** What an example answers while its server works, while that is stopped, and when it is back. */
async function outlive(example: Example, runtime?: ProgramOptions['runtime']) {
  const { server, program } = await start(example, runtime)
  const before = await program.get('/readiness')
  const page = await program.get('/')
  await server.stop()
  const without = await readinessAfter(program, 200)
  const alive = await program.get('/healthz')
  const failed = await program.get('/')
  await server.start()
  const after = await readinessAfter(program, 503)
  return { before, pages: [page.status, failed.status], without, alive, after }
}

const outlived = ({ failure, hasPage }: Example) => ({
  before: ok,
  pages: hasPage ? [200, 500] : [404, 404],
  without: { status: 503, body: failure },
  alive: ok,
  after: ok,
})

test.each(all)('$name knows whether its server works, and lives when it does not', async (each) => {
  expect(await outlive(each)).toEqual(outlived(each))
})

const binary = (file: string) => {
  return fileURLToPath(new URL(`../../runtimes/node_modules/${file}`, import.meta.url))
}
const condition = '--conditions=@readyz/source'
const [, denoFlags = ''] = / deno (.*) dist/.exec(read('hono-memjs', 'README.md')) ?? []
const runtimes = [
  ['Bun', [binary('@oven/bun-linux-x64/bin/bun'), condition]],
  // With what the README allows it.
  ['Deno', [binary('@deno/linux-x64-glibc/deno'), ...denoFlags.split(' '), condition]],
] as const
test.each(runtimes)('hono-memjs does so on %s, unchanged', async (_, runtime) => {
  expect(await outlive(honoMemjs, runtime)).toEqual(outlived(honoMemjs))
})

const servers = all.filter(({ hasPage }) => hasPage)
test.each(servers)('$name goes on serving when it is told to stop', async (example) => {
  const { program } = await start(example)
  expect(await program.get('/readiness')).toEqual(ok)
  program.signal()
  const draining = { status: 503, body: 'process: told to stop.' }
  expect(await readinessAfter(program, 200)).toEqual(draining)
  expect(await program.get('/healthz')).toEqual(ok)
  expect((await program.get('/')).status).toBe(200)
})

const workers = all.filter(({ hasPage }) => !hasPage)
test.each(workers)('$name ends when it is told to stop', async (example) => {
  const { program } = await start(example)
  expect(await program.stop()).toBe(0)
})

test.each(workers)('$name does the jobs that it finds', async (example) => {
  const { server } = await start(example)
  const client = new Client(example.envOf(server)['DATABASE_URL'])
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('CREATE TABLE jobs (id serial PRIMARY KEY, text text NOT NULL)')
  await client.query("INSERT INTO jobs (text) VALUES ('one'), ('two')")
  let left = 2
  while (left > 0) left = (await client.query('SELECT FROM jobs')).rowCount ?? 0
  expect(left).toBe(0)
})
