import { type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { askEvery, openSocket, receive, ServerError, until } from '@readyz/net'

/** What is needed of a client of @made/up, by structure: the client is the application's, in whatever version it has. */
export interface MadeUpClient {
  readonly host: string
  readonly port: number
}

/** Defaults: the name `made-up`, the failure `cannot connect to made-up.`, for the rest those of a `Checker`. */
export interface MadeUpCheckerOptions extends CheckerOptions {}

const defaults = { name: 'made-up', failure: 'cannot connect to made-up.' }

/**
 * A checker over the application's client of @made/up, which is not asked itself: its server is, over a connection of
 * our own.
 *
 * @throws TypeError if it is no such client, or for an option that does not exist
 */
export function madeUpChecker(client: MadeUpClient, options: MadeUpCheckerOptions = {}): Checker {
  demandClient(client)
  const settled = checkerOptions('madeUpChecker', options, defaults)
  return {
    ...settled,
    async check(context) {
      const { host, port } = client
      const server = { title: `${host}:${port}`, ask: (signal: AbortSignal) => ask(client, signal) }
      await askEvery(context, [server], { failure: settled.failure, noun: 'servers' })
    },
  }
}

async function ask({ host, port }: MadeUpClient, signal: AbortSignal): Promise<void> {
  // Ours to destroy: no client can be trusted to give up its own. A stream that somebody else makes, such as one of TLS
  // over this, is ours through `guard`.
  const socket = openSocket(signal)
  try {
    socket.connect(port, host)
    socket.write(question())
    await until(signal, receive(socket, findAnswer))
  } finally {
    socket.destroy()
  }
}

/** What proves the most and changes nothing, such as a ping after the login: a connection, or a login, is no proof. */
function question(): string | Uint8Array {
  throw new Error('fill in: the bytes that the server is asked with')
}

// Far more than any answer to the question.
const maxAnswer = 4096

/**
 * Whether this is the whole answer; `undefined` while it may become one, for bytes come as the network likes.
 *
 * @throws ServerError for what cannot become one, with the reason, such as `auth` or `invalid`
 */
function findAnswer(received: Buffer): true | undefined {
  if (received.length > maxAnswer) throw new ServerError('answered without an end', 'invalid')
  throw new Error(`fill in: whether these ${received.length} bytes are the answer`)
}

function demandClient(client: MadeUpClient): void {
  const { host, port } = Object(client)
  if (typeof host === 'string' && typeof port === 'number') return
  throw new TypeError('madeUpChecker needs a client of @made/up')
}
