import { existsSync } from 'node:fs'
import path from 'node:path'

// What may be printed of a text that the user has written. Any argument may contain a password: one that is in the wrong
// place, too. So nothing is printed unless its form says that it is no secret.

const hidden = '…'
const noHost = 'no-host'

/** A word of lower-case letters, such as the name of a command or of a host. */
const plainWord = /^(?=.{1,24}$)[a-z]+(?:[.-][a-z]+)*$/

/** Scheme, host, port and path of a URL: no user, no password, no query. Of an invalid one the scheme at most. */
export function showUrl(given: string): string {
  const text = given.trim()
  const [socket] = /^(?:socket|unix):\/[\w./-]*(?=\?|$)/.exec(text) ?? []
  if (socket !== undefined) return socket
  const [scheme] = /^[a-z][a-z\d+.-]*:\/\//i.exec(text) ?? []
  if (scheme === undefined) return '(not a URL)'
  // A user without a host, as for a Unix socket.
  const readable = text.replace('@/', `@${noHost}/`)
  if (!URL.canParse(readable)) return `${scheme}${hidden}`
  const { protocol, host, pathname, username, password } = new URL(readable)
  // A late @ may end a password that contains a slash, and a = may follow the name of a parameter.
  const isClear = /^[\w.:%[\]-]*$/.test(host) && !/[@=]/.test(pathname)
  const account = username || password ? '***@' : ''
  return `${protocol}//${account}${isClear ? `${host === noHost ? '' : host}${pathname}` : hidden}`
}

/** What may be printed of an argument that was not expected: a plain word, the name of an option, or a URL. */
export function showArgument(text: string): string {
  if (plainWord.test(text)) return text
  if (text.includes('://') && !text.startsWith('-')) return showUrl(text)
  const [name = ''] = /^-(?:-[a-z]+(?:-[a-z]+)*(?==|$)|[A-Za-z]|-)?/.exec(text) ?? []
  if (name === text) return text
  return text.startsWith(`${name}=`) && name !== '' ? `${name}=${hidden}` : `${name}${hidden}`
}

/** The name of a parameter in a URL. */
export function showParameter(name: string): string {
  return /^[a-z]+(?:[_-]?[A-Za-z]+)*$/.test(name) && name.length <= 24 ? name : hidden
}

/** What may be printed of a text that is no `host:port`. */
export function showAddressText(text: string): string {
  const [, host = '', port = ''] = /^([^:]*)(:\d{1,6})?$/.exec(text) ?? []
  if (plainWord.test(host)) return `${host}${port}`
  return text.includes('://') ? showUrl(text) : hidden
}

/** What may be printed of a text that is no time, no number, no path, or no name of Kubernetes. */
export function showValue(value: string): string {
  const isClear =
    /^(?:-?\d{1,8}(?:\.\d{1,8})?[a-z]{0,3}|(?!-)[\w./-]{0,64}|\/[\w./?#%-]{0,64})$/i.test(value)
  return isClear ? value : hidden
}

/** The path of a file, unless it may be something else that was written in its place. */
export function showFile(file: string): string {
  const isPath = /^[\w./\\ -]+$/.test(file) && !file.startsWith('-')
  const isLikely = /\.(?:json|ya?ml|pem|crt)$/.test(file) || existsSync(path.dirname(file))
  const hasForm = plainWord.test(file) || /[./\\]/.test(file)
  return existsSync(file) || (isPath && isLikely && hasForm) ? file : hidden
}

/** A message of commander without the values that it quotes: it quotes arguments in single quotes, unescaped. */
export function showCommanderMessage(message: string): string {
  return message.replace(
    /((?:unknown (?:option|command)|argument) ')(.*)('(?: is invalid|\n\(Did you mean|$))/s,
    (_, before: string, argument: string, after: string) =>
      `${before}${showArgument(argument)}${after}`,
  )
}
