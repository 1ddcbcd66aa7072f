import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { runDemo, runStartScript } from './run-demo.ts'

const unreachableDatabase = { DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/app' }

test('without a terminal npm start prints changes until SIGTERM, and exits with 0', async () => {
  const demo = runDemo()
  await demo.until(/ readiness 200 OK \d+ ms$/m)
  demo.child.kill('SIGTERM')
  expect((await demo.end()).code).toBe(0)
})

test('npm start uses the database in DATABASE_URL', async () => {
  const demo = runDemo([], unreachableDatabase)
  await demo.until(/ readiness 503 db: cannot connect to database\. \(refused\) \d+ ms$/m)
  demo.child.kill('SIGINT')
  expect((await demo.end()).code).toBe(0)
})

test('npm start uses another port and prints this if PORT is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const demo = runDemo([], { ...unreachableDatabase, PORT: port })
  await demo.until(new RegExp(`^Port ${port} is in use`, 'm'))
  demo.child.kill('SIGTERM')
  expect((await demo.end()).code).toBe(0)
})

test('npm start prints an error and exits with 1 if the application exits', async () => {
  const demo = runDemo([], unreachableDatabase)
  await demo.until(/ readiness 503 /)
  const { pid } = demo.child
  const [application] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
  process.kill(Number(application), 'SIGKILL')
  const { code, output } = await demo.end()
  expect(output).toContain('the application exited unexpectedly (SIGKILL)')
  expect(code).toBe(1)
})

test('--help prints the usage and exits with 0', async () => {
  const { code, output } = await runDemo(['--help']).end()
  expect(output).toContain('--tour')
  expect(code).toBe(0)
})

test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
  ['an unknown option', ['--turbo'], {}, "Unknown option '--turbo'"],
  ['an argument', ['tour'], {}, "Unexpected argument 'tour'"],
  [
    'a port above 65535',
    [],
    { PORT: '80000' },
    'PORT must be a number from 0 to 65535, got "80000"',
  ],
  [
    'a port that is not a number',
    [],
    { PORT: 'abc' },
    'PORT must be a number from 0 to 65535, got "abc"',
  ],
  ['a tour with DATABASE_URL', ['--tour'], unreachableDatabase, 'DATABASE_URL'],
])('npm start rejects %s with one line and exits with 2', async (_, args, env, problem) => {
  const { code, output } = await runDemo(args, env).end()
  expect(output).toContain(problem)
  expect(output).toMatch(/^.+ See npm start -- --help\n$/)
  expect(code).toBe(2)
})

test('npm start prints that it builds the demo, and exits with the exit code of the demo', async () => {
  const demo = runStartScript([], { ...unreachableDatabase, PORT: 'abc' })
  await demo.until(/^Building the demo \.\.\.$/m)
  const { code, output } = await demo.end()
  expect(output).toMatch(/\nPORT must be .* See npm start -- --help\n$/)
  expect(code).toBe(2)
})

test('the demo prints that it starts PostgreSQL before it starts it', async () => {
  const demo = runDemo()
  await demo.until(/^Starting PostgreSQL and the application \.\.\.\n/)
  demo.child.kill('SIGTERM')
  expect((await demo.end()).output).toMatch(/^Starting PostgreSQL/)
})
