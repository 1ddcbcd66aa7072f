import { connect, type Socket } from 'node:net'
import { type FaultServer, sends } from '@readyz/conformance'
import type { RedisApplication } from '@readyz/harness'
import type { Redis } from '@readyz/servers'
import type { Row } from './driver-under-test.ts'
import { type Fault, inPlace } from './fault.ts'
import * as networkFaults from './network-faults.ts'

// What can happen to a Redis, and what is said of it.

type RedisFault = Fault<RedisApplication, Redis>

/** The account of the application. The tests have another one. */
export const username = 'app'

/** Connections that the server has for its clients: few, so that they are soon in use. */
export const maxClients = 20

const reportsTooMany = (): Promise<FaultServer> => sends('-ERR max number of clients reached\r\n')

const inState = (name: string, state: keyof Redis['faults']): RedisFault => ({
  name,
  apply: ({ server }) => server.faults[state](),
})

const setPassword = (server: Redis, password: string) =>
  server.command('ACL', 'SETUSER', username, 'resetpass', `>${password}`)

const wrongPassword: RedisFault = {
  name: 'wrong password',
  idle: true,
  async apply({ server }) {
    await setPassword(server, 'another')
    // Connections stay logged in until they end.
    await server.command('CLIENT', 'KILL', 'USER', username)
    return () => setPassword(server, server.password)
  },
}

const serverFull: RedisFault = {
  name: 'no connection left on the server, except the one of the client',
  idle: true,
  async apply({ server }) {
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
  [networkFaults.refused, 'refused'],
  [networkFaults.killedWhileIdle, 'refused'],
  [networkFaults.restarted, 'pass'],
  [networkFaults.frozenBeforeConnect, 'timeout'],
  [networkFaults.frozenWhileIdle, 'timeout'],
  [networkFaults.droppedBeforeConnect, 'timeout'],
  [networkFaults.droppedWhileIdle, 'timeout'],
  [networkFaults.acceptsAndIsSilent, 'timeout'],
  [networkFaults.acceptsAndCloses, 'error'],
  [networkFaults.acceptsAndResets, 'error'],
  [networkFaults.speaksGarbage, 'invalid'],
  [networkFaults.speaksOtherProtocol, 'invalid'],
  [inPlace('reports an error and stays open', reportsTooMany), 'error'],
  [networkFaults.tricklesFromConnect, 'timeout'],
  [networkFaults.tricklesWhileIdle, 'timeout'],
  [wrongPassword, 'auth'],
  [serverFull, 'error'],
  [inState('loading its data', 'loading'), 'error'],
  [inState('busy with a script', 'busy'), 'error'],
  [inState('a replica that has lost its master', 'masterDown'), 'error'],
]
