import { connect, type Socket } from 'node:net'
import { type FaultServer, sends } from '@readyz/conformance'
import type { RedisApplication } from '@readyz/harness'
import type { Redis } from '@readyz/servers'
import type { Row } from './driver-under-test.ts'
import { type Fault, replaceServer } from './fault.ts'
import * as networkFaults from './network-faults.ts'

// The faults of a Redis server, with their expected results.

type RedisFault = Fault<RedisApplication, Redis>

/** The user of the application. The tests use another one. */
export const username = 'app'

/** The connection limit of the server. It is low, so that a test reaches it soon. */
export const maxClients = 20

const tooManyConnections = (): Promise<FaultServer> =>
  sends('-ERR max number of clients reached\r\n')

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
    // A connection stays authenticated until it is closed.
    await server.command('CLIENT', 'KILL', 'USER', username)
    return () => setPassword(server, server.password)
  },
}

const atConnectionLimit: RedisFault = {
  name: 'server at its connection limit, with the client connected',
  idle: true,
  async apply({ server }) {
    const sockets: Socket[] = []
    while (await isAccepted(server, sockets));
    return async () => {
      for (const socket of sockets) socket.destroy()
      await untilAccepted(server)
    }
  },
}

/**
 * Opens another connection, and resolves with whether the server accepts it. It goes through the
 * Unix socket, so the harness does not count it as a connection of the check.
 */
async function isAccepted({ socketPath }: Redis, sockets: Socket[]): Promise<boolean> {
  const socket = connect(socketPath)
  sockets.push(socket)
  socket.write('PING\r\n')
  return new Promise((resolve) => {
    socket.once('data', (response) => resolve(!String(response).includes('max number of clients')))
    // The server may close the connection before it receives the PING.
    socket.once('error', () => resolve(false)).once('close', () => resolve(false))
  })
}

async function untilAccepted(server: Redis): Promise<void> {
  await server.command('PING').catch(() => untilAccepted(server))
}

export const redisRows: readonly Row<RedisApplication, Redis>[] = [
  [networkFaults.stopped, 'refused'],
  [networkFaults.killedWhileIdle, 'refused'],
  [networkFaults.restarted, 'pass'],
  [networkFaults.frozenBeforeConnect, 'timeout'],
  [networkFaults.frozenWhileIdle, 'timeout'],
  [networkFaults.droppedBeforeConnect, 'timeout'],
  [networkFaults.droppedWhileIdle, 'timeout'],
  [networkFaults.acceptsAndStaysSilent, 'timeout'],
  [networkFaults.acceptsAndCloses, 'error'],
  [networkFaults.acceptsAndResets, 'error'],
  [networkFaults.answersWithInvalidData, 'invalid'],
  [networkFaults.answersWithHttp, 'invalid'],
  [
    replaceServer('server that reports an error and keeps the connection open', tooManyConnections),
    'error',
  ],
  [networkFaults.tricklesFromStart, 'timeout'],
  [networkFaults.tricklesOnIdleConnections, 'timeout'],
  [wrongPassword, 'auth'],
  [atConnectionLimit, 'error'],
  [inState('server loading its data', 'loading'), 'error'],
  [inState('server busy with a script', 'busy'), 'error'],
  [inState('replica without its master', 'masterDown'), 'error'],
]
