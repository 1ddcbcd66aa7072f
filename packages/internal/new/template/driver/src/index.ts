import type { Socket } from 'node:net'
import { type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { openSocket, until } from '@readyz/net'

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
    async check({ signal }) {
      // Ours to destroy: no client can be trusted to give up its own. A stream that somebody else makes, such as one of
      // TLS over this, is ours through `guard`.
      const socket = openSocket(signal)
      try {
        socket.connect(client.port, client.host)
        await until(signal, ask(socket))
      } finally {
        socket.destroy()
      }
    },
  }
}

// Far more than any answer to the question.
const maxAnswer = 4096

async function ask(socket: Socket): Promise<void> {
  socket.write(question())
  let received = Buffer.alloc(0)
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk])
    if (isAnswer(received)) return
    if (received.length > maxAnswer) throw new Error('answered with more than was asked for')
  }
  throw new Error('closed the connection before it answered')
}

/** What proves the most and changes nothing, such as a ping after the login: a connection, or a login, is no proof. */
function question(): string | Uint8Array {
  throw new Error('fill in: the bytes that the server is asked with')
}

/**
 * Whether this is the whole answer; `false` while it may become one, for bytes come as the network likes.
 *
 * @throws for what cannot become one; a `CheckError` says why, such as `auth` or `invalid`
 */
function isAnswer(received: Buffer): boolean {
  throw new Error(`fill in: whether these ${received.length} bytes are the answer`)
}

function demandClient(client: MadeUpClient): void {
  const { host, port } = Object(client)
  if (typeof host === 'string' && typeof port === 'number') return
  throw new TypeError('madeUpChecker needs a client of @made/up')
}
