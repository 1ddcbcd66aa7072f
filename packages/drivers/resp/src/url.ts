/** The parts of the URL of a server. */
export interface RedisUrl {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  readonly username?: string
  readonly password?: string
}

/**
 * Reads a URL such as `rediss://user:password@host:6379`, or returns `undefined` if it is invalid.
 */
export function parseRedisUrl(text: string): RedisUrl | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, port, username, password } = new URL(text)
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost',
    port: Number(port) || 6379,
    isSecure: protocol === 'rediss:',
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  }
}
