import { openSocket, receive, redactErrors, ServerError, untilAborted } from '@readyz/net'
import { encode, login, noop, type Request, readStatus, status } from './protocol.ts'

/** A `Server` of memjs. */
export interface MemjsServer {
  readonly host: string
  readonly port: number
  /**
   * With a username and a password memjs logs in. They come from the server, the options or the
   * environment.
   */
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/**
 * Checks one server over a dedicated connection, which is closed afterwards, also after a failure.
 */
export function checkServer(server: MemjsServer, signal: AbortSignal): Promise<void> {
  return redactErrors(
    () => [server.password],
    () => exchange(server, signal),
  )
}

async function exchange(server: MemjsServer, signal: AbortSignal): Promise<void> {
  const { host, port, username, password } = server
  const socket = openSocket(signal)
  try {
    const send = (request: Request) => {
      socket.write(encode(request))
      return untilAborted(
        signal,
        receive(socket, (received) => readStatus(received, request, [password])),
      )
    }
    socket.connect(port, host)
    // As in memjs, only the status `unauthorized` is a failed login. A server without
    // authentication responds with another status.
    const loggedIn = username && password && (await send(login(username, password)))
    if (loggedIn === status.unauthorized) throw new ServerError('rejected the login', 'auth')
    assertOk(await send(noop))
  } finally {
    socket.destroy()
  }
}

function assertOk(code: number): void {
  if (code === status.ok) return
  if (code === status.unauthorized) throw new ServerError('requires a login', 'auth')
  throw new ServerError(`answered with status 0x${code.toString(16)}`, 'error')
}
