import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { typescriptFlags } from '@readyz/servers'
import { createRequestOutcomes, type RequestOutcomes } from './request-outcomes.ts'

export interface ApplicationOptions {
  /** A name of `serverKinds`, or `nest`. */
  readonly kind: string
  readonly drainSeconds?: number
  readonly timeoutSeconds?: number
  /** Names of exit hooks. A hook throws or hangs if its name starts with `throws` or `hangs`. */
  readonly hooks?: readonly string[]
  /** Whether the server listens. Default true. */
  readonly listens?: boolean
  /** The `keepAliveTimeout` of the server. */
  readonly keepAliveMs?: number
  /** Default SIGTERM. */
  readonly signals?: readonly NodeJS.Signals[]
  /** Whether another server accepts connections and hands them over to this one. Default false. */
  readonly handsOver?: boolean
  /**
   * Whether the application closes WebSocket connections and streaming responses on shutdown.
   * Default true.
   */
  readonly closesStreams?: boolean
}

/** A server with `stopGracefully`, in its own process. */
export interface Application {
  readonly child: ChildProcess
  readonly url: string
  readonly probeUrl: string
  readonly outcomes: RequestOutcomes
  /** The lines of stdout, without those for accepted requests. */
  readonly lines: readonly string[]
  /** Resolves when the process has ended, with its exit code or signal and its stderr. */
  readonly ended: Promise<{ readonly code: number | string; readonly stderr: string }>
}

export async function startApplication(
  options: ApplicationOptions,
  command: readonly [string, ...string[]] = [process.execPath],
): Promise<Application> {
  const script = fileURLToPath(new URL('application.ts', import.meta.url))
  const [file, ...args] = command
  const child = spawn(file, [...args, ...typescriptFlags, script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  const stderr = text(child.stderr)
  const outcomes = createRequestOutcomes()
  const lines: string[] = []
  const output = createInterface({ input: child.stdout })
  output.on('line', (line) => {
    const [word, id = ''] = line.split(' ')
    if (word === 'accepted') outcomes.accepted(id)
    else lines.push(line)
  })
  await Promise.race([once(output, 'line'), closed])
  const [, port, probePort] = lines[0]?.split(' ') ?? []
  if (port === undefined) throw new Error(`the application did not start: ${await stderr}`)
  const protocol = options.kind === 'https' || options.kind === 'http2' ? 'https' : 'http'
  return {
    child,
    url: `${protocol}://127.0.0.1:${port}`,
    probeUrl: `http://127.0.0.1:${probePort}`,
    outcomes,
    lines,
    ended: closed.then(async ([code, signal]) => ({ code: code ?? signal, stderr: await stderr })),
  }
}
