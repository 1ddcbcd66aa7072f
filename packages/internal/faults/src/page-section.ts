import { runIsolated } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import { driversOf } from './drivers-under-test.ts'
import type { Measurement } from './measure-fault.ts'
import { nameResolutionRows } from './network-faults.ts'
import { type Seen, tableOf } from './page-table.ts'
import type { CheckKind } from './scenario.ts'

const cell = new URL('measure-in-process.ts', import.meta.url)

/** Measures a driver with its server, and returns the section about it. */
export async function measureSection(title: string): Promise<string> {
  const [driver] = driversOf(title)
  const seen: Seen[] = []
  // One after another, so that the milliseconds are comparable.
  for (const [{ name: fault }] of [...driver.rows, ...nameResolutionRows]) {
    seen.push({
      fault,
      obvious: await measureInProcess(title, fault, 'obvious'),
      readyz: await measureInProcess(title, fault, 'readyz'),
    })
  }
  const heading = `${headingStart(title)}${await serverVersion(driver)}`
  return `${heading}\n\nThe obvious check is \`${driver.obvious}\`.\n\n${tableOf(seen)}\n`
}

/** What the section's heading begins with: all but the server's version. */
export function headingStart(title: string): string {
  const [{ driver, version, serverName }] = driversOf(title)
  return `## ${driver} ${version}, ${serverName} `
}

async function measureInProcess(title: string, fault: string, kind: CheckKind) {
  const args = [title, fault, kind]
  const { code, stdout, stderr } = await runIsolated(cell, { args, timeout: 60_000 })
  process.stderr.write(`${args.join(', ')}: ${stdout || 'the process ended'}\n`)
  if (code === 0) return JSON.parse(stdout) as Measurement
  // The driver may not end the process, and the obvious check only by a lost connection.
  const isLoss = stderr.includes("Unhandled 'error' event")
  if (kind === 'readyz' || !isLoss) throw new Error(`${args.join(', ')}: ${code} ${stderr}`)
  return undefined
}

async function serverVersion(driver: DriverUnderTest): Promise<string> {
  const server = await driver.startServer(false)
  try {
    const [version = 'of an unknown version'] =
      /\d+\.\d+(\.\d+)?/.exec(await driver.serverVersion(server)) ?? []
    return version
  } finally {
    await server.close()
  }
}
