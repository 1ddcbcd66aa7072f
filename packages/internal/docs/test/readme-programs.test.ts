import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { refused } from '@readyz/conformance'
import {
  type Mariadb,
  type Memcached,
  type Postgres,
  type Redis,
  startMariadb,
  startMemcached,
  startPostgres,
  startRedis,
  typescriptFlags,
} from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { expectedOutput, readmes, root, type Snippet, snippetsOf } from './readme-snippets.ts'

const folder = fileURLToPath(new URL('../snippets/', import.meta.url))
const snippets = readmes.flatMap(snippetsOf)
const fileOf = ({ name }: Snippet) => path.join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`)

let db: Postgres
let mariadb: Mariadb
let cache: Memcached
let redis: Redis
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const snippet of snippets) writeFileSync(fileOf(snippet), snippet.code)
  db = await startPostgres()
  mariadb = await startMariadb()
  cache = await startMemcached()
  redis = await startRedis({ login: 'user' })
})
afterAll(() => Promise.all([db, mariadb, cache, redis].map((server) => server.close())))

/** Starts a program on a free port instead of port 8000. */
async function start(snippet: Snippet) {
  const { port } = await refused()
  writeFileSync(fileOf(snippet), snippet.code.replaceAll('8000', String(port)))
  const child = spawn(process.execPath, [...typescriptFlags, fileOf(snippet)], {
    env: {
      ...process.env,
      DATABASE_URL: db.url,
      MYSQL_URL: mariadb.url,
      MEMCACHE_SERVERS: `${cache.host}:${cache.port}`,
      REDIS_URL: `redis://${redis.user}:${redis.password}@${redis.host}:${redis.port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Some programs still serve requests after SIGTERM.
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, port }
}

// The default `maxAge` of the probes: a finished run is reused for this time.
const maxAge = 500

/** Runs one line of a session and returns its output. */
async function runLine(input: string, port: number, child: ChildProcess): Promise<string> {
  const [, target] = /^\$ curl '?([^\s']+)'?$/.exec(input) ?? []
  if (target !== undefined) {
    return (await fetch(`http://${target.replace('8000', String(port))}`)).text()
  }
  if (input === '# kill -TERM') child.kill('SIGTERM')
  else await changeServer(input)
  await sleep(maxAge)
  return ''
}

/** Stops or starts the server that a comment of a session names. */
async function changeServer(comment: string): Promise<void> {
  const servers = new Map<string | undefined, Pick<Postgres, 'stop' | 'start'>>([
    ['PostgreSQL', db],
    ['MariaDB', mariadb],
    ['memcached', cache],
    ['Redis', redis],
  ])
  const [, name, state] = /^# (\w+) is (stopped|running again)$/.exec(comment) ?? []
  const server = servers.get(name)
  if (server === undefined) {
    throw new Error(
      `a session must contain "$ curl <url>", "# kill -TERM", "# <server> is stopped" or "# <server> is running again", got: ${comment}`,
    )
  }
  await (state === 'stopped' ? server.stop() : server.start())
}

test('the list of READMEs contains the READMEs of the root and of the packages', () => {
  expect(readmes).toContain('README.md')
  expect(readmes).toContain(path.join('packages', 'drivers', 'pg', 'README.md'))
})

test('TypeScript compiles every snippet of every README', () => {
  const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
  const project = fileURLToPath(new URL('../tsconfig.snippets.json', import.meta.url))
  expect(() =>
    execFileSync(tsc, ['-p', project], { encoding: 'utf8', stdio: 'pipe' }),
  ).not.toThrow()
})

describe('a program in a README', () => {
  test.each(snippets.filter(({ session }) => session.length === 0))(
    '$name prints the lines in its `// =>` comments',
    async (snippet) => {
      const { child } = await start(snippet)
      const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
      expect({ output: output.trimEnd(), errors }).toEqual({
        output: expectedOutput(snippet.code),
        errors: '',
      })
      expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0)
    },
  )

  test.each(snippets.filter(({ session }) => session.length > 0))(
    '$name returns the responses that the console block after it shows',
    async (snippet) => {
      const { child, port } = await start(snippet)
      await once(child.stdout, 'data')
      for (const { input, output } of snippet.session) {
        expect(`${input}\n${await runLine(input, port, child)}`).toBe(`${input}\n${output}`)
      }
    },
  )
})
