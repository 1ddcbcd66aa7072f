import { quote, ServerError } from '@readyz/net'
import { passwordsIn } from './commands.ts'
import {
  type Command,
  createReplyReader,
  invalid,
  isResp,
  type Reply,
  type Value,
} from './protocol.ts'

// Enough for a cluster in which each slot is a range with three nodes.
const maxBytes = 4_194_304

/** Called with the reply to each command. */
export type OnReply = (command: Command, value: Value) => void

/**
 * Returns a function that reads the replies to the commands from all received bytes, and returns
 * `undefined` while replies are missing. The function throws a `ServerError` for the first
 * unexpected reply.
 */
export function createRepliesReader(
  commands: readonly Command[],
  onReply: OnReply = noop,
): (received: Buffer) => readonly Value[] | undefined {
  const passwords = passwordsIn(commands)
  const values: Value[] = []
  let read = createReplyReader(0)
  return (received) => {
    if (!isResp(received)) throw otherProtocol(received, passwords)
    if (received.length > maxBytes) throw invalid(`more than ${maxBytes} bytes`)
    for (const command of commands.slice(values.length)) {
      const reply = read(received)
      if (reply === undefined) return undefined
      assertReply(command, reply, passwords)
      values.push(reply.value)
      read = createReplyReader(reply.end)
      if (values.length === commands.length && received.length > reply.end)
        throw invalid('more replies than commands')
      onReply(command, reply.value)
    }
    return values
  }
}

interface Expectation {
  readonly reply: RegExp
  /** Error replies that pass. */
  readonly acceptedErrors?: RegExp
}

// A user without permission for the command has logged in, and the server works.
const noPermission = /^NOPERM /

const expected: Readonly<Record<string, Expectation>> = {
  // A server without a password rejects AUTH, and accepts every client.
  AUTH: { reply: /^OK$/, acceptedErrors: /without any password configured|no password is set/ },
  SELECT: { reply: /^OK$/ },
  PING: { reply: /^PONG$/, acceptedErrors: noPermission },
  'CLUSTER INFO': { reply: /^cluster_state:/m, acceptedErrors: noPermission },
  // `slots.ts` reads the content.
  'CLUSTER SLOTS': { reply: /^/, acceptedErrors: noPermission },
  // An address, or an empty reply.
  SENTINEL: { reply: /^(\S+ \d+)?$/ },
}

function assertReply(
  command: Command,
  { isError, value }: Reply,
  passwords: readonly unknown[],
): void {
  const name = nameOf(command)
  const text = textOf(value)
  const { reply: expectedReply, acceptedErrors } = expected[name] ?? {}
  if (isError) {
    if (!acceptedErrors?.test(text)) throw errorReply(name, text, passwords)
    return
  }
  if (!expectedReply?.test(text)) throw invalid(`an unexpected reply to ${name}`)
}

function nameOf([name = '', argument]: Command): string {
  return name === 'CLUSTER' ? `${name} ${argument}` : name
}

/** The value on one line. */
function textOf(value: Value): string {
  return Array.isArray(value) ? value.map(textOf).join(' ') : String(value ?? '')
}

const unauthorized = /^(NOAUTH|WRONGPASS|NOPERM) |invalid password/

function errorReply(name: string, text: string, passwords: readonly unknown[]): ServerError {
  const reason = unauthorized.test(text) ? 'auth' : 'error'
  return new ServerError(`answered ${name} with ${quoted(name, text, passwords)}`, reason)
}

// A server that does not support the command may repeat the password.
const harmlessError =
  /^(ERR( invalid password| max number of clients reached)?|NOAUTH|WRONGPASS|NOPERM|LOADING)\b/

function quoted(name: string, text: string, passwords: readonly unknown[]): string {
  if (name !== 'AUTH') return quote(Buffer.from(text), passwords)
  return harmlessError.exec(text)?.[0] ?? 'an error'
}

function otherProtocol(received: Buffer, passwords: readonly unknown[]): ServerError {
  const beginning = passwords.length > 0 ? '' : quote(received)
  return invalid(`another protocol${beginning && `: ${beginning}`}`)
}

const noop = () => {}
