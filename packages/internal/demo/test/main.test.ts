import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { run, start } from './run.ts'

const nowhere = { DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/app' }

test('without a terminal it prints changes until it is told to end', async () => {
  const demo = run()
  await demo.until(/ readiness 200 OK \d+ ms$/m)
  demo.child.kill('SIGTERM')
  expect((await demo.end()).code).toBe(0)
})

test('a database of the user is probed', async () => {
  const demo = run([], nowhere)
  await demo.until(/ readiness 503 db: cannot connect to database\. \(refused\) \d+ ms$/m)
  demo.child.kill('SIGINT')
  expect((await demo.end()).code).toBe(0)
})

test('a port that is taken is said to be', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const demo = run([], { ...nowhere, PORT: port })
  await demo.until(new RegExp(`^Port ${port} is taken`, 'm'))
  demo.child.kill('SIGTERM')
  expect((await demo.end()).code).toBe(0)
})

test('an application that dies is an error', async () => {
  const demo = run([], nowhere)
  await demo.until(/ readiness 503 /)
  const { pid } = demo.child
  const [application] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
  process.kill(Number(application), 'SIGKILL')
  const { code, output } = await demo.end()
  expect(output).toContain('the application ended by itself (SIGKILL)')
  expect(code).toBe(1)
})

test('the help is printed', async () => {
  const { code, output } = await run(['--help']).end()
  expect(output).toContain('--tour')
  expect(code).toBe(0)
})

test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
  ['an unknown option', ['--turbo'], {}, "Unknown option '--turbo'"],
  ['an argument', ['tour'], {}, "Unexpected argument 'tour'"],
  [
    'a port that is none',
    [],
    { PORT: '80000' },
    'PORT must be a number from 0 to 65535, got "80000"',
  ],
  [
    'a port that is no number',
    [],
    { PORT: 'abc' },
    'PORT must be a number from 0 to 65535, got "abc"',
  ],
  ['a tour of the database of the user', ['--tour'], nowhere, 'DATABASE_URL'],
])('%s is refused in one line', async (_, args, env, problem) => {
  const { code, output } = await run(args, env).end()
  expect(output).toContain(problem)
  expect(output).toMatch(/^.+ See npm start -- --help\n$/)
  expect(code).toBe(2)
})

test('npm start says what it does from the beginning, and ends with the error of the demo', async () => {
  const demo = start([], { ...nowhere, PORT: 'abc' })
  await demo.until(/^Building the demo \.\.\.$/m)
  const { code, output } = await demo.end()
  expect(output).toMatch(/\nPORT must be .* See npm start -- --help\n$/)
  expect(code).toBe(2)
})

test('a start says that it starts PostgreSQL before it does', async () => {
  const demo = run()
  await demo.until(/^Starting PostgreSQL and the application \.\.\.\n/)
  demo.child.kill('SIGTERM')
  expect((await demo.end()).output).toMatch(/^Starting PostgreSQL/)
})
