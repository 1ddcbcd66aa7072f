import type { Command } from './protocol.ts'

/** What a connection is for. */
export interface Login {
  /** Without a password nobody logs in. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Default 0. */
  readonly database?: number | undefined
  /** It is a node of a cluster, which must be whole in its eyes, and has one database. */
  readonly isNode?: boolean
}

/**
 * What a server is asked: a login where the client would log in, its database, and a PING, which a server refuses while
 * it loads, while a script keeps it busy, and when it has lost its master.
 */
export function commandsOf(login: Login): readonly Command[] {
  const { database, isNode = false } = login
  return [
    ...authOf(login),
    ...(database && !isNode ? [['SELECT', String(database)]] : []),
    ['PING'],
    ...(isNode ? [['CLUSTER', 'INFO']] : []),
  ]
}

export function authOf({ username, password }: Login): readonly Command[] {
  if (!password) return []
  return [username ? ['AUTH', username, password] : ['AUTH', password]]
}
