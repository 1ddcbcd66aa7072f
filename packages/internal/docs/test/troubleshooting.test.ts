import { readFileSync } from 'node:fs'
import path from 'node:path'
import { logTransitions, type Reason, type Transition } from '@readyz/core'
import { expect, test } from 'vitest'
import { root } from './readme-snippets.ts'

const page = readFileSync(path.join(root, 'docs', 'troubleshooting.md'), 'utf8')

// A record, because the compiler then finds a reason that is missing here.
const reasons: Readonly<Record<Reason, true>> = {
  timeout: true,
  hung: true,
  refused: true,
  dns: true,
  auth: true,
  invalid: true,
  saturated: true,
  draining: true,
  error: true,
}

test('docs/troubleshooting.md explains every reason', () => {
  const explained = Array.from(page.matchAll(/^\| `(\w+)` +\|/gm), ([, reason]) => reason)
  expect(new Set(explained)).toEqual(new Set(Object.keys(reasons)))
})

test('docs/troubleshooting.md shows the log lines of a failure and of a recovery', () => {
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const logTransition = logTransitions({ error: log, warn: log, info: log })
  const db = { probe: 'readiness', name: 'db' } as const
  const failure: Transition = {
    ...db,
    to: 'fail',
    reason: 'refused',
    message: 'cannot connect to database.',
    cause: new Error('connect ECONNREFUSED 10.0.0.7:5432'),
  }
  logTransition(failure)
  logTransition({ ...db, from: 'fail', to: 'pass', lastedMs: 12_300 })
  expect(page).toContain(`\n${lines.join('\n')}\n`)
})
