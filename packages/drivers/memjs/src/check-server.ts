import { openSocket, receive, redactErrors, ServerError, untilAborted } from '@readyz/net'
import { encode, login, noop, type Request, readStatus, status } from './protocol.ts'

/** A `Server` of memjs. */
export interface MemjsServer {
  readonly host: string
  readonly port: number
  /** With a password: memjs logs in. Both are its own, those of the options, or those of the environment. */
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** Asks one server over a connection of our own, which is gone afterwards, however it ends. */
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
    // As for memjs a login has failed if the server says just that: one that knows no logins lets everybody in.
    const loggedIn = username && password && (await send(login(username, password)))
    if (loggedIn === status.unauthorized) throw new ServerError('refused the login', 'auth')
    assertOk(await send(noop))
  } finally {
    socket.destroy()
  }
}

function assertOk(answer: number): void {
  if (answer === status.ok) return
  if (answer === status.unauthorized) throw new ServerError('demands a login', 'auth')
  throw new ServerError(`answered with status 0x${answer.toString(16)}`, 'error')
}
