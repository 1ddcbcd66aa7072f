import type { CheckedServer } from '@readyz/net'
import { type Login, serverCommands } from './commands.ts'
import { type Address, sendCommands, titleOf } from './send-commands.ts'

/** The address and the login of a Redis server. */
export interface RespServer extends Address, Login {}

/** Returns a server for `checkAll`, which is checked over a dedicated connection. */
export function respServer(server: RespServer): CheckedServer {
  return {
    title: titleOf(server),
    check: (signal) => sendCommands(server, serverCommands(server), signal),
  }
}
