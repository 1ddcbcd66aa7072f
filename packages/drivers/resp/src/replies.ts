import { quote, ServerError } from '@readyz/net'
import { type Command, invalid, isResp, type Reply, readReply } from './protocol.ts'

/**
 * What was said to each command, if all were answered as they should be; `undefined` while answers are missing.
 *
 * @throws ServerError for the first that was not
 */
export function findReplies(
  received: Buffer,
  commands: readonly Command[],
): readonly (readonly string[])[] | undefined {
  if (!isResp(received)) throw foreign(received, commands)
  const replies: (readonly string[])[] = []
  let rest = received
  for (const command of commands) {
    const reply = readReply(rest)
    if (reply === undefined) return undefined
    demandAnswer(command, reply)
    replies.push(reply.words)
    rest = reply.rest
  }
  if (rest.length > 0) throw invalid('more than it was asked')
  return replies
}

interface Expectation {
  readonly answer: RegExp
  /** Errors that are answers too. */
  readonly harmless?: RegExp
}

const expected: Readonly<Record<string, Expectation>> = {
  // A server that needs no password lets everybody in.
  AUTH: { answer: /^OK$/, harmless: /without any password configured|no password is set/ },
  SELECT: { answer: /^OK$/ },
  // A user who may not ask has logged in, and was answered.
  PING: { answer: /^PONG$/, harmless: /^NOPERM / },
  CLUSTER: { answer: /^cluster_state:/m, harmless: /^NOPERM / },
  // An address, or nothing.
  SENTINEL: { answer: /^(\S+ \d+)?$/ },
}

function demandAnswer([name = '']: Command, { isError, words }: Reply): void {
  const text = words.join(' ')
  const { answer, harmless } = expected[name] ?? {}
  if (isError) {
    if (!harmless?.test(text)) throw refusal(name, text)
    return
  }
  if (!answer?.test(text)) throw invalid(`something else to ${name}`)
  const [, state = 'ok'] = /^cluster_state:(\w+)/m.exec(text) ?? []
  if (state !== 'ok') throw new ServerError(`says cluster_state:${state}`, 'error')
}

const unauthorized = /^(NOAUTH|WRONGPASS|NOPERM) |invalid password/

function refusal(name: string, text: string): ServerError {
  const reason = unauthorized.test(text) ? 'auth' : 'error'
  return new ServerError(`answered ${name} with ${quoted(name, text)}`, reason)
}

// What does not understand a login may repeat the password.
const harmlessly =
  /^(ERR( invalid password| max number of clients reached)?|NOAUTH|WRONGPASS|NOPERM|LOADING)\b/

function quoted(name: string, text: string): string {
  if (name !== 'AUTH') return quote(Buffer.from(text))
  return harmlessly.exec(text)?.[0] ?? 'an error'
}

function foreign(received: Buffer, commands: readonly Command[]): ServerError {
  const isTold = commands.some(([name]) => name === 'AUTH')
  const said = isTold ? '' : quote(received)
  return invalid(`another protocol${said && `: ${said}`}`)
}
