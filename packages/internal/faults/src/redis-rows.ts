import { connect, type Socket } from 'node:net'
import { type FaultServer, says } from '@readyz/conformance'
import type { Redis } from '@readyz/servers'
import type { RedisApplication } from '@readyz/stage'
import * as anywhere from './anywhere.ts'
import { type Fault, inPlace } from './fault.ts'
import type { Row } from './subject.ts'

// What can happen to a Redis, and what is said of it.

type RedisFault = Fault<RedisApplication, Redis>

/** The account of the application. The tests have another one. */
export const username = 'app'

/** Connections that the server has for its clients: few, so that they are soon in use. */
export const maxClients = 20

const reportsTooMany = (): Promise<FaultServer> => says('-ERR max number of clients reached\r\n')

const inState = (name: string, state: keyof Redis['faults']): RedisFault => ({
  name,
  inflict: ({ server }) => server.faults[state](),
})

const setPassword = (server: Redis, password: string) =>
  server.command('ACL', 'SETUSER', username, 'resetpass', `>${password}`)

const wrongPassword: RedisFault = {
  name: 'wrong password',
  idle: true,
  async inflict({ server }) {
    await setPassword(server, 'another')
    // Connections stay logged in until they end.
    await server.command('CLIENT', 'KILL', 'USER', username)
    return () => setPassword(server, server.password)
  },
}

const serverFull: RedisFault = {
  name: 'no connection left on the server, except the one of the client',
  idle: true,
  async inflict({ server }) {
    const sockets: Socket[] = []
    while (await isAccepted(server, sockets));
    return async () => {
      for (const socket of sockets) socket.destroy()
      await isAcceptedAgain(server)
    }
  },
}

/** Over the Unix socket, so that the connection does not count as one of a check. */
async function isAccepted({ socketPath }: Redis, sockets: Socket[]): Promise<boolean> {
  const socket = connect(socketPath)
  sockets.push(socket)
  socket.write('PING\r\n')
  return new Promise((resolve) => {
    socket.once('data', (answer) => resolve(!String(answer).includes('max number of clients')))
    // It may close before it is asked.
    socket.once('error', () => resolve(false)).once('close', () => resolve(false))
  })
}

async function isAcceptedAgain(server: Redis): Promise<void> {
  await server.command('PING').catch(() => isAcceptedAgain(server))
}

export const redisRows: readonly Row<RedisApplication, Redis>[] = [
  [anywhere.refused, 'refused'],
  [anywhere.killedWhileIdle, 'refused'],
  [anywhere.restarted, 'pass'],
  [anywhere.frozenBeforeConnect, 'timeout'],
  [anywhere.frozenWhileIdle, 'timeout'],
  [anywhere.droppedBeforeConnect, 'timeout'],
  [anywhere.droppedWhileIdle, 'timeout'],
  [anywhere.acceptsAndIsSilent, 'timeout'],
  [anywhere.acceptsAndCloses, 'error'],
  [anywhere.acceptsAndResets, 'error'],
  [anywhere.speaksGarbage, 'invalid'],
  [anywhere.speaksOtherProtocol, 'invalid'],
  [inPlace('reports an error and stays open', reportsTooMany), 'error'],
  [anywhere.tricklesFromConnect, 'timeout'],
  [anywhere.tricklesWhileIdle, 'timeout'],
  [wrongPassword, 'auth'],
  [serverFull, 'error'],
  [inState('loading its data', 'loading'), 'error'],
  [inState('busy with a script', 'busy'), 'error'],
  [inState('a replica that has lost its master', 'cut off'), 'error'],
]
