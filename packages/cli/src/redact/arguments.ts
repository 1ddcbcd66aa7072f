import { existsSync } from 'node:fs'
import path from 'node:path'

// Users may write a password in any argument by mistake. These functions therefore return only text
// whose format shows that it is not a secret.

const hidden = '…'
const noHost = 'no-host'

/** A word of lower-case letters, such as the name of a command or of a host. */
const plainWord = /^(?=.{1,24}$)[a-z]+(?:[.-][a-z]+)*$/

/** Returns scheme, host, port and path of a URL, and at most the scheme of an invalid one. */
export function redactUrl(given: string): string {
  const text = given.trim()
  const [socket] = /^(?:socket|unix):\/[\w./-]*(?=\?|$)/.exec(text) ?? []
  if (socket !== undefined) return socket
  const [scheme] = /^[a-z][a-z\d+.-]*:\/\//i.exec(text) ?? []
  if (scheme === undefined) return '(not a URL)'
  // A URL for a Unix socket may have a user without a host.
  const readable = text.replace('@/', `@${noHost}/`)
  if (!URL.canParse(readable)) return `${scheme}${hidden}`
  const { protocol, host, pathname, username, password } = new URL(readable)
  // An @ in the path may end a password that contains a slash, and a = may separate a parameter
  // from its value.
  const isClear = /^[\w.:%[\]-]*$/.test(host) && !/[@=]/.test(pathname)
  const account = username || password ? '***@' : ''
  return `${protocol}//${account}${isClear ? `${host === noHost ? '' : host}${pathname}` : hidden}`
}

/**
 * Returns an unexpected argument if it is a plain word, an option name or a URL, without secrets.
 */
export function redactArgument(text: string): string {
  if (plainWord.test(text)) return text
  if (text.includes('://') && !text.startsWith('-')) return redactUrl(text)
  const [name = ''] = /^-(?:-[a-z]+(?:-[a-z]+)*(?==|$)|[A-Za-z]|-)?/.exec(text) ?? []
  if (name === text) return text
  return text.startsWith(`${name}=`) && name !== '' ? `${name}=${hidden}` : `${name}${hidden}`
}

/** Returns the name of a URL parameter if it is a plain identifier. */
export function redactParameterName(name: string): string {
  return /^[a-z]+(?:[_-]?[A-Za-z]+)*$/.test(name) && name.length <= 24 ? name : hidden
}

/** Returns the safe parts of a text that is not `host:port`. */
export function redactAddress(text: string): string {
  const [, host = '', port = ''] = /^([^:]*)(:\d{1,6})?$/.exec(text) ?? []
  if (plainWord.test(host)) return `${host}${port}`
  return text.includes('://') ? redactUrl(text) : hidden
}

/** Returns an invalid time, number, path or Kubernetes name if it cannot be a secret. */
export function redactValue(value: string): string {
  const isClear =
    /^(?:-?\d{1,8}(?:\.\d{1,8})?[a-z]{0,3}|(?!-)[\w./-]{0,64}|\/[\w./?#%-]{0,64})$/i.test(value)
  return isClear ? value : hidden
}

/** Returns the path of a file if the text is certainly a path. */
export function redactFileName(file: string): string {
  const isPath = /^[\w./\\ -]+$/.test(file) && !file.startsWith('-')
  const isLikely = /\.(?:json|ya?ml|pem|crt)$/.test(file) || existsSync(path.dirname(file))
  const hasForm = plainWord.test(file) || /[./\\]/.test(file)
  return existsSync(file) || (isPath && isLikely && hasForm) ? file : hidden
}

/**
 * Redacts the arguments in a message of commander, which quotes them in single quotes without
 * escapes.
 */
export function redactCommanderMessage(message: string): string {
  return message.replace(
    /((?:unknown (?:option|command)|argument) ')(.*)('(?: is invalid|\n\(Did you mean|$))/s,
    (_, before: string, argument: string, after: string) =>
      `${before}${redactArgument(argument)}${after}`,
  )
}
