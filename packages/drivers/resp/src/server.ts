import type { CheckedServer } from '@readyz/net'
import { type Login, serverCommands } from './commands.ts'
import { type Address, sendCommands, titleOf } from './send-commands.ts'

/** A server of Redis, as a client of the application finds it and logs in. */
export interface RespServer extends Address, Login {}

/** Asks it over a connection of our own, which is gone afterwards, however it ends. */
export function respServer(server: RespServer): CheckedServer {
  return {
    title: titleOf(server),
    check: (signal) => sendCommands(server, serverCommands(server), signal),
  }
}
