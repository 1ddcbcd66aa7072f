import { once } from 'node:events'
import { connect } from 'node:net'
import { type FaultServer, sends } from '@readyz/conformance'
import { memjsApplication, versionOf } from '@readyz/harness'
import { memjsChecker } from '@readyz/memjs'
import { type Memcached, startMemcached } from '@readyz/servers'
import newest from 'memjs'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'memjs-oldest'
import type { DriverUnderTest } from './driver-under-test.ts'
import { inPlace } from './fault.ts'
import * as networkFaults from './network-faults.ts'

type MemjsDriver = DriverUnderTest<ReturnType<typeof memjsApplication>, Memcached>

const failsToServe = (): Promise<FaultServer> => sends('ERROR Too many open connections\r\n')

const rows: MemjsDriver['rows'] = [
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
  [inPlace('has no connection left, and stays open', failsToServe), 'invalid'],
  [networkFaults.tricklesFromConnect, 'timeout'],
  [networkFaults.tricklesWhileIdle, 'timeout'],
]

function driver(
  memjs: typeof newest,
  version: string,
  fatal: MemjsDriver['fatal'] = [],
): MemjsDriver {
  return {
    driver: 'memjs',
    version,
    serverName: 'memcached',
    asked: 'Client',
    obvious: 'client.stats(callback)',
    startServer: () => startMemcached(),
    async serverVersion({ host, port }) {
      const socket = connect(port, host)
      socket.write('version\r\n')
      const [answer] = await once(socket, 'data')
      socket.destroy()
      return String(answer)
    },
    open(_, { address: { host, port }, isPatient }) {
      const options = { logger: { log: () => {} }, ...(isPatient && { timeout: 60 }) }
      const client = memjs.Client.create(`${host}:${port}`, options)
      return {
        application: memjsApplication(client),
        fixConfiguration() {},
        checker: () => memjsChecker(client),
        obvious: () =>
          new Promise((resolve, reject) => {
            client.stats((error, _server, stats) => (error ? reject(error) : resolve(stats)))
          }),
      }
    },
    rows,
    fatal,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

export const memjsDrivers: readonly MemjsDriver[] = [
  driver(newest, installed('memjs')),
  // The client of memjs 1.0 does not come back by itself from a connection that it has lost.
  driver(oldest as typeof newest, installed('memjs-oldest'), [
    networkFaults.killedWhileIdle,
    networkFaults.restarted,
  ]),
]
