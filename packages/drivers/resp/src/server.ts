import type { AskedServer } from '@readyz/net'
import { type Address, askOver, titleOf } from './connection.ts'
import { commandsOf, type Login } from './question.ts'

/** A server of Redis, as a client of the application finds it and logs in. */
export interface RespServer extends Address, Login {}

/** Asks it over a connection of our own, which is gone afterwards, however it ends. */
export function respServer(server: RespServer): AskedServer {
  return {
    title: titleOf(server),
    ask: (signal) => askOver(server, commandsOf(server), signal),
  }
}
