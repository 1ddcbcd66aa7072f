import { runIsolated } from '@readyz/servers'
import { unresolvedRows } from './anywhere.ts'
import type { Observation } from './observe.ts'
import type { Asker } from './scene.ts'
import type { Subject } from './subject.ts'
import { subjectsOf } from './subjects.ts'
import { type Seen, tableOf } from './table.ts'

const cell = new URL('cell.ts', import.meta.url)

/** Measures a driver with its server, and returns the section about it. */
export async function measureSection(title: string): Promise<string> {
  const [subject] = subjectsOf(title)
  const seen: Seen[] = []
  // One after another, so that the milliseconds are comparable.
  for (const [{ name: fault }] of [...subject.rows, ...unresolvedRows]) {
    seen.push({
      fault,
      obvious: await observeApart(title, fault, 'obvious'),
      readyz: await observeApart(title, fault, 'readyz'),
    })
  }
  const heading = `${headingStart(title)}${await serverVersion(subject)}`
  return `${heading}\n\nThe obvious check is \`${subject.obvious}\`.\n\n${tableOf(seen)}\n`
}

/** What the section's heading begins with: all but the server's version. */
export function headingStart(title: string): string {
  const [{ driver, version, serverName }] = subjectsOf(title)
  return `## ${driver} ${version}, ${serverName} `
}

async function observeApart(title: string, fault: string, asker: Asker) {
  const args = [title, fault, asker]
  const { code, stdout, stderr } = await runIsolated(cell, { args, timeout: 60_000 })
  process.stderr.write(`${args.join(', ')}: ${stdout || 'the process ended'}\n`)
  if (code === 0) return JSON.parse(stdout) as Observation
  // The driver may not end the process, and the obvious check only by a lost connection.
  const isLoss = stderr.includes("Unhandled 'error' event")
  if (asker === 'readyz' || !isLoss) throw new Error(`${args.join(', ')}: ${code} ${stderr}`)
  return undefined
}

async function serverVersion(subject: Subject): Promise<string> {
  const server = await subject.startServer(false)
  try {
    const [version = 'of an unknown version'] =
      /\d+\.\d+(\.\d+)?/.exec(await subject.serverVersion(server)) ?? []
    return version
  } finally {
    await server.close()
  }
}
