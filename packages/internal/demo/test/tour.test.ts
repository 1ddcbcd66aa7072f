import { chmodSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tour } from '../src/tour.ts'
import { runDemo } from './run-demo.ts'

const unavailable = 'readiness 503 db: cannot connect to database.'
const expected = [
  /^1 healthy +database runs +liveness 200 OK \d+ ms +readiness 200 OK \d+ ms +page 200$/m,
  /^2 refused +database stopped +liveness 200 OK \d+ ms +UNAVAILABLE \(refused\) \d+ ms +page 500$/m,
  /^3 healthy +database started +liveness 200 OK \d+ ms +readiness 200 OK \d+ ms +page 200$/m,
  /^4 frozen +database frozen +liveness 200 OK \d+ ms +UNAVAILABLE \(timeout\) \d+ ms$/m,
  /^5 healthy +database thawed +liveness 200 OK \d+ ms +readiness 200 OK \d+ ms +page 200$/m,
]

test('the tour runs its five steps and exits with 0', async () => {
  const { code, output } = await runDemo(['--tour']).end()
  const shortened = output.replaceAll(unavailable, 'UNAVAILABLE')
  for (const line of expected) expect(shortened).toMatch(line)
  expect(code).toBe(0)
})

test('an interrupted tour exits with 143 and removes its files', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'demo-'))
  onTestFinished(() => rmdirSync(directory))
  // PostgreSQL may run as another user.
  chmodSync(directory, 0o755)
  const demo = runDemo(['--tour'], { TMPDIR: directory })
  await demo.until(/^1 healthy/m)
  expect(readdirSync(directory)).toHaveLength(1)
  demo.child.kill('SIGTERM')
  expect((await demo.end()).code).toBe(143)
  expect(readdirSync(directory)).toEqual([])
})

test('the tour ends at the first unexpected result and prints the expected result', async () => {
  const lines: string[] = []
  const noop = async () => {}
  // A database whose stop has no effect.
  const database = { stop: noop, start: noop, freeze: noop, thaw: noop }
  const ok = { status: 200, body: 'OK', milliseconds: 5 }
  const observe = async () => ({ liveness: ok, readiness: ok, page: ok })
  expect(await tour({ database, observe, print: (line) => lines.push(line) })).toBe(false)
  expect(lines.slice(1)).toEqual([
    '2 refused  database stopped  liveness 200 OK 5 ms     readiness 200 OK 5 ms  page 200',
    'step 2 refused (database stopped) failed: readiness: expected status 503, got 200',
    'step 2 refused (database stopped) failed: readiness: expected body "db: cannot connect to database.", got "OK"',
    'step 2 refused (database stopped) failed: readiness: expected reason "refused", got none',
    'step 2 refused (database stopped) failed: page: expected status 500, got 200',
  ])
})
