import {
  closes,
  closesWhenAsked,
  drips,
  type FaultServer,
  floods,
  garbage,
  resets,
  resetsWhenAsked,
  says,
  silent,
  speaksHttp,
} from '../faults/servers.ts'
import type { Rule, Rules } from './play.ts'
import { recover, suffer } from './recovery.ts'
import { type AskOptions, type Stage, time } from './stage.ts'

// What the kit can do to a checker by itself. Where there is a real server, it takes the place afterwards.

const refusal = 'ERROR Too many open connections\r\n'

const stands =
  (open: (port: number, stage: Stage) => Promise<FaultServer>, options?: AskOptions): Rule =>
  async (stage) => {
    await stage.place.put((port) => open(port, stage))
    await suffer(stage, options)
    if (stage.hasServer) await recover(stage)
  }

export const anywhereRules: Rules = {
  'nobody listens': async (stage) => {
    await suffer(stage, { reason: 'refused' })
    if (stage.hasServer) await recover(stage)
  },

  'nobody takes the connection: the accept queue is full': async (stage) => {
    await stage.place.putHole()
    await suffer(stage, { reason: 'timeout' })
    if (stage.hasServer) await recover(stage)
  },

  'the server takes the connection and is silent': stands(silent, { reason: 'timeout' }),
  'the server closes the connection at once': stands(closes),
  'the server closes the connection at the first request': stands(closesWhenAsked),
  'the server resets the connection at once': stands(resets),
  'the server resets the connection at the first request': stands(resetsWhenAsked),
  'the server speaks garbage': stands(garbage),
  'the server speaks HTTP': stands(speaksHttp),
  'the server says one byte at a time': stands(drips),
  'the server reports an error and leaves the connection open': stands((port, stage) =>
    says((stage.hasServer && stage.server.refusal) || refusal, port),
  ),
  'the server says something when the time is over': stands((port) =>
    says(refusal, port, time + 50),
  ),
  'the server says more than anybody can read': stands(floods),
}
