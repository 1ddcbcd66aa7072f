import { once } from 'node:events'
import { connect } from 'node:net'
import { type FaultServer, says } from '@readyz/conformance'
import { memjsChecker } from '@readyz/memjs'
import { type Memcached, startMemcached } from '@readyz/servers'
import { memjsApplication, versionOf } from '@readyz/stage'
import newest from 'memjs'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'memjs-oldest'
import * as anywhere from './anywhere.ts'
import { inPlace } from './fault.ts'
import type { Subject } from './subject.ts'

type MemjsSubject = Subject<ReturnType<typeof memjsApplication>, Memcached>

const failsToServe = (): Promise<FaultServer> => says('ERROR Too many open connections\r\n')

const rows: MemjsSubject['rows'] = [
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
  [inPlace('has no connection left, and stays open', failsToServe), 'invalid'],
  [anywhere.tricklesFromConnect, 'timeout'],
  [anywhere.tricklesWhileIdle, 'timeout'],
]

function subject(
  memjs: typeof newest,
  version: string,
  fatal: MemjsSubject['fatal'] = [],
): MemjsSubject {
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
        mend() {},
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

export const memjsSubjects: readonly MemjsSubject[] = [
  subject(newest, installed('memjs')),
  // The client of memjs 1.0 does not come back by itself from a connection that it has lost.
  subject(oldest as typeof newest, installed('memjs-oldest'), [
    anywhere.killedWhileIdle,
    anywhere.restarted,
  ]),
]
