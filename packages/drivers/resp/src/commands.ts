import type { Command } from './protocol.ts'

/** The login and the database of a connection. */
export interface Login {
  /** Ignored without a password. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Default 0. Ignored for a node of a cluster, which has one database. */
  readonly database?: number | undefined
}

/**
 * The commands of a check of a server: a login if there is a password, SELECT of the database, and
 * PING. A server rejects PING while it loads its data, while a script runs, and as a replica that
 * has lost its master.
 */
export function serverCommands(login: Login): readonly Command[] {
  const { database } = login
  return [...authCommands(login), ...(database ? [['SELECT', String(database)]] : []), ['PING']]
}

export const clusterInfo: Command = ['CLUSTER', 'INFO']

/**
 * The commands of a check of a cluster node: the login, PING, CLUSTER INFO, and CLUSTER SLOTS if
 * `includesSlots`.
 */
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

/** The passwords in the commands. */
export function passwordsIn(commands: readonly Command[]): readonly unknown[] {
  return commands.filter(([name]) => name === 'AUTH').map((words) => words.at(-1))
}
