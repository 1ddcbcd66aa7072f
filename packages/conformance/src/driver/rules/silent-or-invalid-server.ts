import {
  closes,
  closesOnRequest,
  type FaultServer,
  floods,
  garbage,
  resets,
  resetsOnRequest,
  sends,
  silent,
  speaksHttp,
  trickles,
} from '../../faults/servers.ts'
import { type Harness, type RunCheckOptions, time } from '../harness.ts'
import type { Rule, Rules } from '../run-rule.ts'
import { expectFailures, recover } from '../with-fault.ts'

// What the kit can do to a checker by itself. Where there is a real server, it takes the endpoint afterwards.

const refusal = 'ERROR Too many open connections\r\n'

const stands =
  (
    open: (port: number, harness: Harness) => Promise<FaultServer>,
    options?: RunCheckOptions,
  ): Rule =>
  async (harness) => {
    await harness.endpoint.listen((port) => open(port, harness))
    await expectFailures(harness, options)
    if (harness.hasServer) await recover(harness)
  }

export const silentOrInvalidServerRules: Rules = {
  'the connection is refused': async (harness) => {
    await expectFailures(harness, { reason: 'refused' })
    if (harness.hasServer) await recover(harness)
  },

  'the accept queue is full': async (harness) => {
    await harness.endpoint.openBlackhole()
    await expectFailures(harness, { reason: 'timeout' })
    if (harness.hasServer) await recover(harness)
  },

  'the server accepts and stays silent': stands(silent, { reason: 'timeout' }),
  'the server closes the connection at once': stands(closes),
  'the server closes the connection at the first request': stands(closesOnRequest),
  'the server resets the connection at once': stands(resets),
  'the server resets the connection at the first request': stands(resetsOnRequest),
  'the server sends bytes of no protocol': stands(garbage),
  'the server speaks HTTP': stands(speaksHttp),
  'the server sends one byte at a time without end': stands(trickles),
  'the server reports an error and leaves the connection open': stands((port, harness) =>
    sends((harness.hasServer && harness.server.refusal) || refusal, port),
  ),
  'the server answers after the time limit': stands((port) => sends(refusal, port, time + 50)),
  'the server sends more than a client can read': stands(floods),
}
