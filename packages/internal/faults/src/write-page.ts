import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { titles } from './drivers-under-test.ts'
import { timeLimitMs } from './measure-fault.ts'
import { headingStart, measureSection } from './page-section.ts'

// Writes docs/faults.md. Arguments: the drivers to measure, such as `mysql2` or `mysql2 with MySQL`.
// Default: all drivers. The sections of the other drivers do not change.

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const target = `${root}docs/faults.md`

const introduction = `# Results by fault

This page compares two health checks. Both run against a real server during a fault, and after the fault has ended.

- The **hand-written check** calls the client and stops waiting after ${timeLimitMs} ms. The client has its default options. A database client is a pool with two connections. A client of Redis or memcached has one connection.
- **readyz** is a check of the driver for the same client. Its time limit is ${timeLimitMs} ms.

During each fault, each check runs twice. Every measurement has its own process, because some hand-written checks end the process.

## Columns

- **hand-written check**, **readyz**: the result of the first of the two checks. A readyz check that fails has a reason, such as \`timeout\`.
- **time in ms**: the duration of the first check.
- **resources held**: what the two checks still hold during the fault.
  - A _pool connection_ is in use according to the pool. While both are in use, the application cannot get a connection.
  - A _queued call_ waits for a pool connection or for the response to a command.
  - A _socket_ is an open connection to the server that the client no longer manages. Redis clients do not expose their connection, so every connection after the first counts.
- **after the fault**: \`pass\` if the first check after the fault passes. Otherwise the time until a check passes.

The milliseconds are from one run on one machine. \`pnpm faults\` measures the drivers and writes this page.
`

const selected = process.argv.slice(2)
for (const name of selected) {
  if (titles.some((title) => isNamed(title, name))) continue
  throw new Error(`no driver "${name}": expected one of ${titles.join(', ')}`)
}

function isNamed(title: string, name: string): boolean {
  return title === name || title.startsWith(`${name} with `)
}

const previous = readFileSync(target, 'utf8').split(/^(?=## )/m)

function previousSection(title: string): string {
  const start = headingStart(title)
  const found = previous.find((section) => section.startsWith(start))
  if (found === undefined)
    throw new Error(`docs/faults.md has no section "${start}": measure ${title} as well`)
  return found
}

const sections: string[] = []
for (const title of titles) {
  const isSelected = selected.length === 0 || selected.some((name) => isNamed(title, name))
  sections.push(isSelected ? await measureSection(title) : previousSection(title))
}
writeFileSync(target, [introduction, ...sections].map((each) => each.trimEnd()).join('\n\n'))
execFileSync('npx', ['biome', 'check', '--write', target], { cwd: root, stdio: 'inherit' })
