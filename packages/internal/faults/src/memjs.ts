import { once } from 'node:events'
import { connect } from 'node:net'
import { type FaultServer, sends } from '@readyz/conformance'
import { memjsApplication, versionOf } from '@readyz/harness'
import { memjsChecker } from '@readyz/memjs'
import { type Memcached, startMemcached } from '@readyz/servers'
import newest from 'memjs'
// @ts-expect-error -- this alias of memjs has no types; its types are those of the newest release
import oldest from 'memjs-oldest'
import type { DriverUnderTest } from './driver-under-test.ts'
import { replaceServer } from './fault.ts'
import * as networkFaults from './network-faults.ts'

type MemjsDriver = DriverUnderTest<ReturnType<typeof memjsApplication>, Memcached>

const tooManyConnections = (): Promise<FaultServer> => sends('ERROR Too many open connections\r\n')

const rows: MemjsDriver['rows'] = [
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
    replaceServer(
      'server at its connection limit that keeps the connection open',
      tooManyConnections,
    ),
    'invalid',
  ],
  [networkFaults.tricklesFromStart, 'timeout'],
  [networkFaults.tricklesOnIdleConnections, 'timeout'],
]

function driver(
  memjs: typeof newest,
  version: string,
  unrecoverable: MemjsDriver['unrecoverable'] = [],
): MemjsDriver {
  return {
    driver: 'memjs',
    version,
    serverName: 'memcached',
    client: 'Client',
    handWrittenCheck: 'client.stats(callback)',
    startServer: () => startMemcached(),
    async serverVersion({ host, port }) {
      const socket = connect(port, host)
      socket.write('version\r\n')
      const [response] = await once(socket, 'data')
      socket.destroy()
      return String(response)
    },
    open(_, { address: { host, port }, hasLongTimeout }) {
      const options = { logger: { log: () => {} }, ...(hasLongTimeout && { timeout: 60 }) }
      const client = memjs.Client.create(`${host}:${port}`, options)
      return {
        application: memjsApplication(client),
        fixConfiguration() {},
        checker: () => memjsChecker(client),
        handWrittenCheck: () =>
          new Promise((resolve, reject) => {
            client.stats((error, _server, stats) => (error ? reject(error) : resolve(stats)))
          }),
      }
    },
    rows,
    unrecoverable,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

export const memjsDrivers: readonly MemjsDriver[] = [
  driver(newest, installed('memjs')),
  // The client of memjs 1.0 does not reconnect after it has lost its connection.
  driver(oldest as typeof newest, installed('memjs-oldest'), [
    networkFaults.killedWhileIdle,
    networkFaults.restarted,
  ]),
]
