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

// Each slot of a cluster in a range of its own, with three nodes.
const mostBytes = 4_194_304

/** Is called with what was said to each command. */
export type OnReply = (command: Command, value: Value) => void

/**
 * Returns a function that finds in what was received what was said to each command, if all were answered as they should be;
 * `undefined` while answers are missing. It throws a `ServerError` for the first that was not.
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
    if (received.length > mostBytes) throw invalid('more than a cluster has to tell')
    for (const command of commands.slice(values.length)) {
      const reply = read(received)
      if (reply === undefined) return undefined
      assertReply(command, reply, passwords)
      values.push(reply.value)
      read = createReplyReader(reply.end)
      if (values.length === commands.length && received.length > reply.end)
        throw invalid('more than it was asked')
      onReply(command, reply.value)
    }
    return values
  }
}

interface Expectation {
  readonly answer: RegExp
  /** Errors that are answers too. */
  readonly acceptedErrors?: RegExp
}

// A user who may not ask has logged in, and was answered.
const noPermission = /^NOPERM /

const expected: Readonly<Record<string, Expectation>> = {
  // A server that needs no password lets everybody in.
  AUTH: { answer: /^OK$/, acceptedErrors: /without any password configured|no password is set/ },
  SELECT: { answer: /^OK$/ },
  PING: { answer: /^PONG$/, acceptedErrors: noPermission },
  'CLUSTER INFO': { answer: /^cluster_state:/m, acceptedErrors: noPermission },
  // What is in it is read elsewhere.
  'CLUSTER SLOTS': { answer: /^/, acceptedErrors: noPermission },
  // An address, or nothing.
  SENTINEL: { answer: /^(\S+ \d+)?$/ },
}

function assertReply(
  command: Command,
  { isError, value }: Reply,
  passwords: readonly unknown[],
): void {
  const name = nameOf(command)
  const text = textOf(value)
  const { answer, acceptedErrors } = expected[name] ?? {}
  if (isError) {
    if (!acceptedErrors?.test(text)) throw errorReply(name, text, passwords)
    return
  }
  if (!answer?.test(text)) throw invalid(`something else to ${name}`)
}

function nameOf([name = '', argument]: Command): string {
  return name === 'CLUSTER' ? `${name} ${argument}` : name
}

/** On one line. */
function textOf(value: Value): string {
  return Array.isArray(value) ? value.map(textOf).join(' ') : String(value ?? '')
}

const unauthorized = /^(NOAUTH|WRONGPASS|NOPERM) |invalid password/

function errorReply(name: string, text: string, passwords: readonly unknown[]): ServerError {
  const reason = unauthorized.test(text) ? 'auth' : 'error'
  return new ServerError(`answered ${name} with ${quoted(name, text, passwords)}`, reason)
}

// What does not understand a login may repeat the password.
const harmlessError =
  /^(ERR( invalid password| max number of clients reached)?|NOAUTH|WRONGPASS|NOPERM|LOADING)\b/

function quoted(name: string, text: string, passwords: readonly unknown[]): string {
  if (name !== 'AUTH') return quote(Buffer.from(text), passwords)
  return harmlessError.exec(text)?.[0] ?? 'an error'
}

function otherProtocol(received: Buffer, passwords: readonly unknown[]): ServerError {
  const said = passwords.length > 0 ? '' : quote(received)
  return invalid(`another protocol${said && `: ${said}`}`)
}

const noop = () => {}
