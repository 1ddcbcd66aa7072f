import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { onTestFinished } from 'vitest'
import {
  type Application,
  type ApplicationOptions,
  startApplication,
} from '../src/start-application.ts'

/** Starts an application, and kills it at the end of the test. */
export async function start(
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

/** A connection of a client, and the bytes that it has received. */
export interface Connection {
  readonly socket: Socket
  readonly received: () => string
  /** Resolves when the received bytes match the pattern. Rejects if the connection closes first. */
  receives(pattern: RegExp): Promise<void>
  readonly closed: Promise<unknown>
}

export interface ConnectionOptions {
  readonly allowHalfOpen?: boolean
  /** Whether to use TLS. Default: the protocol of the URL. */
  readonly isSecure?: boolean
}

export async function openConnection(
  { url }: Pick<Application, 'url'>,
  { isSecure = url.startsWith('https:'), ...options }: ConnectionOptions = {},
): Promise<Connection> {
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
    async receives(pattern) {
      while (!pattern.test(received)) {
        if (socket.closed) throw new Error(`closed after ${JSON.stringify(received)}`)
        await Promise.race([once(socket, 'data'), closed])
      }
    },
    closed,
  }
}

/** Matches bytes that end with a response with this body and this `Connection` header. */
export const responseWith = (body: string, connection: 'keep-alive' | 'close') =>
  new RegExp(`Connection: ${connection}\r\n.*\r\n\r\n${body}$`, 's')

export const get = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`

/** Sends SIGTERM, and waits until readiness fails. */
export async function startDraining({ child, probeUrl }: Application): Promise<void> {
  child.kill('SIGTERM')
  while ((await fetch(`${probeUrl}/readyz`)).status !== 503);
}

/** Waits until responses contain `Connection: close`. */
export async function untilConnectionClose({ url }: Application): Promise<void> {
  const isLast = async () => (await fetch(`${url}/quick/0`)).headers.get('connection') === 'close'
  while (!(await isLast()));
}

/** Waits until the server refuses new connections. */
export async function untilRefused({ url }: Application): Promise<void> {
  const isAccepted = () =>
    fetch(url, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    )
  while (await isAccepted());
}
