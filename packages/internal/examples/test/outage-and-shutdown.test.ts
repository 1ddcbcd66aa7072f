import { fileURLToPath } from 'node:url'
import { type Daemon, type Program, type ProgramOptions, startProgram } from '@readyz/servers'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { type Example, examples, folders, honoMemjs, readExampleFile } from './examples.ts'

/**
 * Sends readiness probes until the status changes, and returns the response. This takes up to half
 * a second, because the result of a run is reused.
 */
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

test('every folder in examples is tested', () => {
  expect(examples.map(({ name }) => name).toSorted()).toEqual(folders.toSorted())
})

/** Returns the responses of an example before, during and after an outage of its server. */
async function responsesAroundOutage(example: Example, runtime?: ProgramOptions['runtime']) {
  const { server, program } = await start(example, runtime)
  const before = await program.get('/readiness')
  const page = await program.get('/')
  await server.stop()
  const during = await readinessAfter(program, 200)
  const alive = await program.get('/healthz')
  const failed = await program.get('/')
  await server.start()
  const after = await readinessAfter(program, 503)
  return { before, pages: [page.status, failed.status], during, alive, after }
}

const expectedAroundOutage = ({ failure, hasPage }: Example) => ({
  before: ok,
  pages: hasPage ? [200, 500] : [404, 404],
  during: { status: 503, body: failure },
  alive: ok,
  after: ok,
})

test.each(examples)(
  '$name fails readiness and passes liveness while its server is stopped, and recovers',
  async (each) => {
    expect(await responsesAroundOutage(each)).toEqual(expectedAroundOutage(each))
  },
)

const binary = (file: string) => {
  return fileURLToPath(new URL(`../../runtimes/node_modules/${file}`, import.meta.url))
}
const condition = '--conditions=@readyz/source'
const [, denoFlags = ''] = / deno (.*) dist/.exec(readExampleFile('hono-memjs', 'README.md')) ?? []
const runtimes = [
  ['Bun', [binary('@oven/bun-linux-x64/bin/bun'), condition]],
  // With the permissions from the README.
  ['Deno', [binary('@deno/linux-x64-glibc/deno'), ...denoFlags.split(' '), condition]],
] as const
test.each(runtimes)(
  'hono-memjs fails readiness and passes liveness on %s while its server is stopped, and recovers',
  async (_, runtime) => {
    expect(await responsesAroundOutage(honoMemjs, runtime)).toEqual(expectedAroundOutage(honoMemjs))
  },
)

const webExamples = examples.filter(({ hasPage }) => hasPage)
test.each(webExamples)(
  '$name fails readiness after SIGTERM and still serves its page',
  async (example) => {
    const { program } = await start(example)
    expect(await program.get('/readiness')).toEqual(ok)
    program.terminate()
    const draining = { status: 503, body: 'process: shutting down.' }
    expect(await readinessAfter(program, 200)).toEqual(draining)
    expect(await program.get('/healthz')).toEqual(ok)
    expect((await program.get('/')).status).toBe(200)
  },
)

/**
 * Stops all examples at the same time and returns their exit codes. Calls `use` for each example
 * with a page. A worker without a job exits at once.
 */
async function stopAll(use: (program: Program, server: Daemon) => Promise<void>) {
  const codes = examples.map(async (example) => {
    const { server, program } = await start(example)
    program.terminate()
    if (example.hasPage) await use(program, server)
    return [example.name, await program.ended]
  })
  return Object.fromEntries(await Promise.all(codes))
}

const allZero = Object.fromEntries(folders.map((name) => [name, 0]))

test('every example serves its page after SIGTERM and exits with 0', {
  timeout: 120_000,
}, async () => {
  const statuses: number[] = []
  const codes = await stopAll(async (program) => {
    statuses.push((await program.get('/')).status)
  })
  expect(codes).toEqual(allZero)
  expect(statuses).toEqual(webExamples.map(() => 200))
})

test('every example exits while its server is frozen', {
  timeout: 120_000,
}, async () => {
  const pages: Promise<unknown>[] = []
  const codes = await stopAll(async (program, server) => {
    await program.get('/')
    server.freeze()
    pages.push(program.get('/').catch(() => {}))
  })
  // The mysql2 pool has no query timeout. Therefore the connection of the page is closed at the
  // time limit, and pool.end() does not resolve.
  expect(codes).toEqual({ ...allZero, 'koa-mysql2': 1 })
  expect(pages).toHaveLength(webExamples.length)
})

const workers = examples.filter(({ hasPage }) => !hasPage)

test.each(workers)('$name processes all jobs of its table', async (example) => {
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
