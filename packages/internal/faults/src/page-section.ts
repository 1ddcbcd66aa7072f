import { runIsolated } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import { driversOf } from './drivers-under-test.ts'
import type { Measurement } from './measure-fault.ts'
import { nameResolutionRows } from './network-faults.ts'
import { type FaultMeasurements, tableOf } from './page-table.ts'
import type { CheckKind } from './scenario.ts'

const script = new URL('measure-in-process.ts', import.meta.url)

/** Measures all faults of a driver, and returns its section of docs/faults.md. */
export async function measureSection(title: string): Promise<string> {
  const [driver] = driversOf(title)
  const rows: FaultMeasurements[] = []
  // One measurement at a time, so that the durations are comparable.
  for (const [{ name: fault }] of [...driver.rows, ...nameResolutionRows]) {
    rows.push({
      fault,
      handWritten: await measureInProcess(title, fault, 'hand-written'),
      readyz: await measureInProcess(title, fault, 'readyz'),
    })
  }
  const heading = `${headingStart(title)}${await serverVersion(driver)}`
  const introduction = `The hand-written check is \`${driver.handWrittenCheck}\`.`
  return `${heading}\n\n${introduction}\n\n${tableOf(rows)}\n`
}

/** Returns the heading of a section without the version of the server, which follows it. */
export function headingStart(title: string): string {
  const [{ driver, version, serverName }] = driversOf(title)
  return `## ${driver} ${version}, ${serverName} `
}

async function measureInProcess(title: string, fault: string, kind: CheckKind) {
  const args = [title, fault, kind]
  const { code, stdout, stderr } = await runIsolated(script, { args, timeout: 60_000 })
  process.stderr.write(`${args.join(', ')}: ${stdout || 'the process ended'}\n`)
  if (code === 0) return JSON.parse(stdout) as Measurement
  // A hand-written check may end the process, but only by a lost connection. The driver may not.
  const isConnectionLoss = stderr.includes("Unhandled 'error' event")
  if (kind === 'readyz' || !isConnectionLoss)
    throw new Error(`${args.join(', ')}: exit code ${code}: ${stderr}`)
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
