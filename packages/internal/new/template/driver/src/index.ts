import { type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { checkAll, openSocket, receive, ServerError, untilAborted } from '@readyz/net'

/**
 * The properties of a client of @made/up that the driver reads. The type is structural, so it
 * accepts any version.
 */
export interface MadeUpClient {
  readonly host: string
  readonly port: number
}

/**
 * The default of `name` is `made-up`, and that of `failure` is `cannot connect to made-up.`. The
 * other options have the defaults of a `Checker`.
 */
export interface MadeUpCheckerOptions extends CheckerOptions {}

const defaults = { name: 'made-up', failure: 'cannot connect to made-up.' }

/**
 * Returns a checker for the server of the client. Each check opens a dedicated connection and
 * closes it. The client itself is not used.
 *
 * @throws TypeError if `client` is not a client of @made/up, or an option is unknown
 */
export function madeUpChecker(client: MadeUpClient, options: MadeUpCheckerOptions = {}): Checker {
  assertClient(client)
  const settled = checkerOptions('madeUpChecker', options, defaults)
  return {
    ...settled,
    async check(context) {
      const { host, port } = client
      const server = {
        title: `${host}:${port}`,
        check: (signal: AbortSignal) => checkServer(client, signal),
      }
      await checkAll(context, [server], { failure: settled.failure, noun: 'servers' })
    },
  }
}

async function checkServer({ host, port }: MadeUpClient, signal: AbortSignal): Promise<void> {
  // The check destroys this socket, because clients do not reliably close their sockets. Pass any
  // other stream, such as TLS over this socket, to `destroyOnAbort`.
  const socket = openSocket(signal)
  try {
    socket.connect(port, host)
    socket.write(createRequest())
    await untilAborted(signal, receive(socket, findResponse))
  } finally {
    socket.destroy()
  }
}

/**
 * Returns a request that changes nothing and that only a working server answers, such as a ping
 * after the login. An open connection or a successful login is not sufficient.
 */
function createRequest(): string | Uint8Array {
  throw new Error('fill in: the bytes of the request')
}

// A valid response is shorter.
const maxBytes = 4096

/**
 * Returns `true` for a complete response, and `undefined` for the beginning of one, because the
 * bytes may arrive in pieces.
 *
 * @throws ServerError with a reason such as `auth` or `invalid` for any other bytes
 */
function findResponse(received: Buffer): true | undefined {
  if (received.length > maxBytes) throw new ServerError('the response is too long', 'invalid')
  throw new Error(`fill in: whether these ${received.length} bytes are the response`)
}

function assertClient(client: MadeUpClient): void {
  const { host, port } = Object(client)
  if (typeof host === 'string' && typeof port === 'number') return
  throw new TypeError('madeUpChecker needs a client of @made/up')
}
