import type { Command } from './protocol.ts'

/** What a connection is for. */
export interface Login {
  /** Without a password nobody logs in. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Default 0. Ignored for a node of a cluster, which has one database. */
  readonly database?: number | undefined
}

/**
 * What a server is asked: a login where the client would log in, its database, and a PING, which a server refuses while
 * it loads, while a script keeps it busy, and when it has lost its master.
 */
export function serverCommands(login: Login): readonly Command[] {
  const { database } = login
  return [...authCommands(login), ...(database ? [['SELECT', String(database)]] : []), ['PING']]
}

export const clusterInfo: Command = ['CLUSTER', 'INFO']

/** What a node of a cluster is asked: the same, how many of the slots are served, and where the nodes are. */
export function nodeCommands(login: Login, includesSlots: boolean): readonly Command[] {
  return [
    ...authCommands(login),
    ['PING'],
    clusterInfo,
    ...(includesSlots ? [['CLUSTER', 'SLOTS']] : []),
  ]
}

export function authCommands({ username, password }: Login): readonly Command[] {
  if (!password) return []
  return [username ? ['AUTH', username, password] : ['AUTH', password]]
}

/** The passwords that are sent. */
export function passwordsIn(commands: readonly Command[]): readonly unknown[] {
  return commands.filter(([name]) => name === 'AUTH').map((words) => words.at(-1))
}
