import { ServerError } from '@readyz/net'
import { type Command, invalid, type Reply, readReply } from './protocol.ts'

/** What a connection is for. */
export interface Login {
  /** Without a password nobody logs in. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Default 0. */
  readonly database?: number | undefined
  /** It is a node of a cluster, which must be whole in its eyes. */
  readonly isNode?: boolean
}

/**
 * What a server is asked, in one go: a login where the client would log in, its database, and a PING, which a server
 * refuses while it loads, while a script keeps it busy, and when it has lost its master.
 */
export function commandsOf({ username, password, database, isNode }: Login): readonly Command[] {
  return [
    ...(password ? [username ? ['AUTH', username, password] : ['AUTH', password]] : []),
    ...(database ? [['SELECT', String(database)]] : []),
    ['PING'],
    ...(isNode ? [['CLUSTER', 'INFO']] : []),
  ]
}

/**
 * Whether all commands were answered as they should be; `undefined` while answers are missing.
 *
 * @throws ServerError for the first that was not
 */
export function findAnswers(received: Buffer, commands: readonly Command[]): true | undefined {
  let rest = received
  for (const command of commands) {
    const reply = readReply(rest)
    if (reply === undefined) return undefined
    demandAnswer(command, reply)
    rest = reply.rest
  }
  if (rest.length > 0) throw invalid('more than it was asked')
  return true
}

const expected: Readonly<Record<string, RegExp>> = {
  AUTH: /^OK$/,
  SELECT: /^OK$/,
  PING: /^PONG$/,
  CLUSTER: /^cluster_state:/m,
}

function demandAnswer([name = '']: Command, { isError, text }: Reply): void {
  if (isError) demandHarmless(name, text)
  else if (!expected[name]?.test(text)) throw invalid(`something else to ${name}`)
  const [, state] = /^cluster_state:(\w+)/m.exec(text) ?? []
  if (state !== undefined && state !== 'ok') {
    throw new ServerError(`says cluster_state:${state}`, 'error')
  }
}

// A server that needs no password lets everybody in; a user who may not ask has logged in, and was answered.
const harmless: Readonly<Record<string, RegExp>> = {
  AUTH: /without any password configured/,
  PING: /^NOPERM /,
  CLUSTER: /^NOPERM /,
}
const unauthorized = /^(NOAUTH|WRONGPASS|NOPERM) |invalid password/
const maxQuote = 80

function demandHarmless(name: string, text: string): void {
  if (harmless[name]?.test(text)) return
  const reason = unauthorized.test(text) ? 'auth' : 'error'
  throw new ServerError(`answered ${name} with ${text.slice(0, maxQuote)}`, reason)
}
