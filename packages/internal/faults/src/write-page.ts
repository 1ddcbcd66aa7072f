import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { titles } from './drivers-under-test.ts'
import { budget } from './measure-fault.ts'
import { headingStart, measureSection } from './page-section.ts'

// Writes docs/faults.md. Arguments: the drivers to measure, such as `mysql2` or `mysql2 with MySQL`; default: all. The
// sections of the others stay as they are.

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const target = `${root}docs/faults.md`

const introduction = `# Results of health checks by fault

Each row compares two health checks while a real server has a fault, and after the fault has ended.

- The **obvious check** is a call of the client, raced against a timer of ${budget} ms. The client has its default options. A client of a database is a pool with two connections. When both are in use, the application cannot get a connection. A client of Redis or memcached has one connection.
- **readyz** is the driver with a time limit of ${budget} ms, over the same client.

Each check runs twice while the fault lasts. Every measurement has its own process, because some obvious checks end the process.

- **ms**: the time until the first of the two checks was answered.
- **left behind**: what the two checks still hold while the fault lasts. A _slot_ is a connection that the application's pool regards as in use. _Queued_ is a caller that waits for a connection, or a command without an answer. A _socket_ is a connection to the server that the kernel lists for the process and that the client no longer knows. A client of Redis does not expose its connection, so every connection beyond one counts.
- **next check**: whether the first check after the fault passes, or the time until a check passed.

\`pnpm faults\` writes this page. The milliseconds are from one run on one machine.
`

const wanted = process.argv.slice(2)
for (const name of wanted) {
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
  if (found === undefined) throw new Error(`docs/faults.md has no "${start}": measure ${title} too`)
  return found
}

const sections: string[] = []
for (const title of titles) {
  const isWanted = wanted.length === 0 || wanted.some((name) => isNamed(title, name))
  sections.push(isWanted ? await measureSection(title) : previousSection(title))
}
writeFileSync(target, [introduction, ...sections].map((each) => each.trimEnd()).join('\n\n'))
execFileSync('npx', ['biome', 'check', '--write', target], { cwd: root, stdio: 'inherit' })
