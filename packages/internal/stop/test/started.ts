import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
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

export async function dial({ url }: Pick<Application, 'url'>): Promise<Line> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.on('error', () => {})
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  return {
    socket,
    received: () => received,
    async hears(pattern) {
      while (!pattern.test(received)) await once(socket, 'data')
    },
    closed: once(socket, 'close'),
  }
}

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
