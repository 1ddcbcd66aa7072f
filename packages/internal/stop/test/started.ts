import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { onTestFinished } from 'vitest'
import { type Application, type ApplicationOptions, startApplication } from '../src/rehearsal.ts'

/** An application that ends with its test. */
export async function started(
  options: Partial<ApplicationOptions>,
  command?: readonly [string, ...string[]],
): Promise<Application> {
  const application = await startApplication(
    { kind: 'http', drainSeconds: 0, timeoutSeconds: 4, ...options },
    command,
  )
  onTestFinished(async () => {
    application.child.kill('SIGKILL')
    await application.ended
  })
  return application
}

/** A connection, and all that it has got. */
export interface Line {
  readonly socket: Socket
  readonly received: () => string
  /** Resolves when that is among what it has got. */
  hears(pattern: RegExp): Promise<void>
  readonly closed: Promise<unknown>
}

export interface DialOptions {
  readonly allowHalfOpen?: boolean
  /** Whether to begin TLS with a server of it. Default true. */
  readonly isSecure?: boolean
}

export async function dial(
  { url }: Pick<Application, 'url'>,
  { isSecure = url.startsWith('https:'), ...options }: DialOptions = {},
): Promise<Line> {
  const target = { port: Number(new URL(url).port), host: '127.0.0.1', ...options }
  const socket = isSecure ? connectTls({ ...target, rejectUnauthorized: false }) : connect(target)
  onTestFinished(() => void socket.destroy())
  await once(socket, isSecure ? 'secureConnect' : 'connect')
  socket.on('error', () => {})
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  const closed = once(socket, 'close')
  return {
    socket,
    received: () => received,
    async hears(pattern) {
      while (!pattern.test(received)) {
        if (socket.closed) throw new Error(`closed after ${JSON.stringify(received)}`)
        await Promise.race([once(socket, 'data'), closed])
      }
    },
    closed,
  }
}

/** The end of what was received: a response with this body, which says whether the connection is kept. */
export const answer = (body: string, connection: 'keep-alive' | 'close') =>
  new RegExp(`Connection: ${connection}\r\n.*\r\n\r\n${body}$`, 's')

export const get = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`

/** Tells it to stop, and waits until it knows. */
export async function tellToStop({ child, probeUrl }: Application): Promise<void> {
  child.kill('SIGTERM')
  while ((await fetch(`${probeUrl}/readyz`)).status !== 503);
}

/** Waits until answers say that their connection closes. */
export async function announced({ url }: Application): Promise<void> {
  const isLast = async () => (await fetch(`${url}/quick/0`)).headers.get('connection') === 'close'
  while (!(await isLast()));
}

/** Waits until no connection is accepted any more. */
export async function refusing({ url }: Application): Promise<void> {
  const isAccepted = () =>
    fetch(url, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    )
  while (await isAccepted());
}
