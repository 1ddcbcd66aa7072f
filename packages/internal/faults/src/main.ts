import { execFileSync } from 'node:child_process'
import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runIsolated } from '@readyz/servers'
import { budget } from '@readyz/stage'
import { unresolvedRows } from './anywhere.ts'
import type { Observation } from './observe.ts'
import type { Asker } from './scene.ts'
import type { Subject } from './subject.ts'
import { drivers, subjectsOf } from './subjects.ts'
import { type Seen, tableOf } from './table.ts'

// Writes docs/faults.md: every driver, every fault, the obvious check and ours.

const cell = new URL('cell.ts', import.meta.url)
const target = fileURLToPath(new URL('../../../../docs/faults.md', import.meta.url))

async function observeApart(driver: string, fault: string, asker: Asker) {
  const args = [driver, fault, asker]
  const { code, stdout, stderr } = await runIsolated(cell, { args, timeout: 60_000 })
  process.stderr.write(`${args.join(', ')}: ${stdout || 'the process ended'}\n`)
  if (code === 0) return JSON.parse(stdout) as Observation
  // Ours may not do that, and nothing else than a lost connection may be taken for it.
  const isLoss = stderr.includes("Unhandled 'error' event")
  if (asker === 'readyz' || !isLoss) throw new Error(`${args.join(', ')}: ${code} ${stderr}`)
  return undefined
}

async function serverVersion(subject: Subject): Promise<string> {
  const server = await subject.startServer(false)
  try {
    const program = readlinkSync(`/proc/${server.pid}/exe`)
    const printed = execFileSync(program, ['--version'], { encoding: 'utf8' })
    return /\d+\.\d+(\.\d+)?/.exec(printed)?.[0] ?? 'of an unknown version'
  } finally {
    await server.close()
  }
}

async function sectionOf(driver: string): Promise<string> {
  const [subject] = subjectsOf(driver)
  if (!subject) return ''
  const { version, serverName, rows, obvious } = subject
  const seen: Seen[] = []
  // One after the other, for the sake of the milliseconds.
  for (const [{ name: fault }] of [...rows, ...unresolvedRows]) {
    seen.push({
      fault,
      obvious: await observeApart(driver, fault, 'obvious'),
      readyz: await observeApart(driver, fault, 'readyz'),
    })
  }
  const title = `${driver} ${version}, ${serverName} ${await serverVersion(subject)}`
  return `## ${title}\n\nThe obvious check: \`${obvious}\`.\n\n${tableOf(seen)}\n`
}

const introduction = `# What a health check says of a fault, and what it leaves behind

Each row is two checks in a row while a real server suffers a real fault, and what comes after. The obvious check is what
people write, raced against a timer of ${budget} ms, over a client with its defaults: of memcached one server, of a database a pool
with two connections. The other is the driver of readyz with a budget of ${budget} ms over the same client. Two slots are all that
such a pool has: where they are taken, the application gets no connection any more. Each runs in a process of its own,
because some do not survive it.

- **ms**: until the first of the two checks was answered.
- **leaves**: what the two checks still hold while the fault lasts: slots of the application's pool, callers that wait for one
  (of memjs: callbacks that were not called), sockets that no pool knows of.
- **next**: whether the next check after the fault passes, or how long it took until one did.

Written by \`pnpm faults\`; the milliseconds are those of one run on one machine.
`

const sections: string[] = []
for (const driver of drivers) sections.push(await sectionOf(driver))
mkdirSync(path.dirname(target), { recursive: true })
writeFileSync(target, [introduction, ...sections].join('\n'))
