import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, readCommand, usage } from './command-line.ts'
import type { Observation } from './compare-results.ts'
import { openEnvironment } from './environment.ts'
import { introduction } from './introduction.ts'
import { createKubelet, type Kubelet, period } from './kubelet.ts'
import { showView } from './live-view.ts'
import { printChanges } from './print-changes.ts'
import { tour } from './tour.ts'

const exitCodeBySignal = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const maxLogLines = 20
const print = (line: string): void => console.log(line)
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Runs the command in the arguments and returns the exit code. */
async function main(): Promise<number> {
  let command: Command
  try {
    command = readCommand(process.argv.slice(2), process.env)
  } catch (error) {
    console.error(`${messageOf(error)}. See npm start -- --help`)
    return 2
  }
  if (command.action === 'help') {
    print(usage)
    return 0
  }

  const stop = new AbortController()
  // Not `once`: a second signal would end the process before the servers have stopped.
  for (const [name, code] of Object.entries(exitCodeBySignal))
    process.on(name, () => stop.abort(code))
  const log: string[] = []
  const code = await run(command, stop, log).catch((error: unknown) => {
    const { reason } = stop.signal
    if (typeof reason === 'number') return reason
    console.error(messageOf(reason ?? error))
    return 1
  })
  if (code === 1) for (const line of log) console.error(`application: ${line}`)
  return code
}

async function run(command: Command, stop: AbortController, log: string[]): Promise<number> {
  const { action, port, databaseUrl } = command
  const { signal } = stop
  const isTerminal = action === 'watch' && process.stdin.isTTY && process.stdout.isTTY
  const onLog = (line: string) => {
    if (action === 'watch' && !isTerminal) return print(`application: ${line}`)
    log.push(line)
    if (log.length > maxLogLines) log.shift()
  }
  print(`Starting ${databaseUrl === undefined ? 'PostgreSQL and ' : ''}the application ...\n`)
  const onUnexpectedExit = (error: Error) => stop.abort(error)
  const { url, database, close } = await openEnvironment({
    port,
    databaseUrl,
    onLog,
    onUnexpectedExit,
  })
  try {
    const text = introduction(url, port, database !== undefined)
    print(text)
    const kubelet = createKubelet(url, signal)
    if (action === 'tour' && database) {
      const observe = (withPage: boolean) => observeOnce(kubelet, signal, withPage)
      return (await tour({ database, observe, print })) ? 0 : 1
    }
    if (isTerminal) await showView({ kubelet, database, introduction: text, log, signal })
    else await printChanges(kubelet, signal, print)
    if (signal.reason instanceof Error) throw signal.reason
    return 0
  } finally {
    await close()
  }
}

/**
 * Waits for one period, so that the application does not reuse its last result, and sends each
 * probe once.
 */
async function observeOnce(
  kubelet: Kubelet,
  signal: AbortSignal,
  withPage: boolean,
): Promise<Observation> {
  await sleep(period, undefined, { signal })
  const [liveness, readiness] = await Promise.all([kubelet.liveness(), kubelet.readiness()])
  const page = withPage ? await kubelet.page() : undefined
  signal.throwIfAborted()
  return { liveness, readiness, page }
}

process.exitCode = await main()
