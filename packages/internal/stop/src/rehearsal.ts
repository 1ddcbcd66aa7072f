import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sources } from '@readyz/servers'
import { type Crowd, insist } from './clients.ts'
import { createLedger, type Figures, type Ledger } from './ledger.ts'

export interface ApplicationOptions {
  readonly kind: string
  readonly drainSeconds?: number
  readonly timeoutSeconds?: number
  /** Names of hooks: one that begins with `throws` throws, one that begins with `hangs` hangs. */
  readonly hooks?: readonly string[]
  /** Whether it gets so far as to listen. Default true. */
  readonly listens?: boolean
  /** The `keepAliveTimeout` of the server. */
  readonly keepAliveMs?: number
  /** Default SIGTERM. */
  readonly signals?: readonly NodeJS.Signals[]
  /** Whether another server accepts its connections. Default false. */
  readonly isFed?: boolean
  /** Whether it ends WebSocket connections and streaming responses. Default true. */
  readonly says?: boolean
}

/** The server in a process of its own. */
export interface Application {
  readonly child: ChildProcess
  readonly url: string
  readonly probeUrl: string
  readonly ledger: Ledger
  /** What it said, but for the requests that it had. */
  readonly lines: readonly string[]
  /** When it has ended: its exit code, or the signal, and its last words. */
  readonly ended: Promise<{ readonly code: number | string; readonly stderr: string }>
}

export async function startApplication(
  options: ApplicationOptions,
  command: readonly [string, ...string[]] = [process.execPath],
): Promise<Application> {
  const script = fileURLToPath(new URL('application.ts', import.meta.url))
  const [file, ...args] = command
  const child = spawn(file, [...args, ...sources, script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const stderr = text(child.stderr)
  const ledger = createLedger()
  const lines: string[] = []
  const output = createInterface({ input: child.stdout })
  output.on('line', (line) => {
    const [word, id = ''] = line.split(' ')
    if (word === 'accepted') ledger.accepted(id)
    else lines.push(line)
  })
  await Promise.race([once(output, 'line'), closed])
  const [, port, probePort] = lines[0]?.split(' ') ?? []
  if (port === undefined) throw new Error(`it did not start: ${await stderr}`)
  const protocol = options.kind === 'https' || options.kind === 'http2' ? 'https' : 'http'
  return {
    child,
    url: `${protocol}://127.0.0.1:${port}`,
    probeUrl: `http://127.0.0.1:${probePort}`,
    ledger,
    lines,
    ended: closed.then(async ([code, signal]) => ({ code: code ?? signal, stderr: await stderr })),
  }
}

export interface Rehearsal {
  readonly code: number | string
  readonly stderr: string
  /** From the signal to the end. */
  readonly milliseconds: number
  readonly figures: Readonly<Record<string, Figures>>
  readonly complaints: readonly string[]
  /** What the probes answered between the signal and the end, each status once, in order. */
  readonly readiness: readonly number[]
  readonly liveness: readonly number[]
}

/** Stops a server while a crowd of clients makes demands on it. */
export async function rehearse(
  options: ApplicationOptions & { readonly drainSeconds: number; readonly requests: number },
  crowd: Readonly<Record<string, Crowd>>,
): Promise<Rehearsal> {
  const application = await startApplication(options)
  const { child, url, ledger, ended, probeUrl } = application
  const clients = Object.entries(crowd).flatMap(([name, { client, size, gap }]) =>
    Array.from({ length: size }, () => insist(client({ url, ledger }, name), gap)),
  )
  while (ledger.count < options.requests && child.exitCode === null)
    await once(child.stdout ?? child, 'data')
  child.kill('SIGTERM')
  const signalledAt = performance.now()
  const [readiness, liveness] = await Promise.all(
    ['/readyz', '/healthz'].map((path) => statuses(`${probeUrl}${path}`)),
  )
  const { code, stderr } = await ended
  const milliseconds = Math.round(performance.now() - signalledAt)
  await Promise.all(clients)
  return {
    code,
    stderr,
    milliseconds,
    figures: ledger.figures(signalledAt + options.drainSeconds * 1000),
    complaints: ledger.complaints(),
    readiness: readiness ?? [],
    liveness: liveness ?? [],
  }
}

async function statuses(url: string): Promise<readonly number[]> {
  const seen: number[] = []
  try {
    for (;;) {
      const { status } = await fetch(url, { headers: { connection: 'close' } })
      if (seen.at(-1) !== status) seen.push(status)
      await sleep(20)
    }
  } catch {
    return seen
  }
}
