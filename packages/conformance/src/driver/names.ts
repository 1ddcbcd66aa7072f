import { introduce, type Name, type Says } from './dns.ts'
import type { Rule, Rules } from './play.ts'
import { recover, suffer } from './recovery.ts'
import type { Stage } from './stage.ts'

const hostname = 'server.readyz.invalid'

/** A server that is found by a name. */
const named =
  (says: Says, rule: (stage: Stage, name: Name) => Promise<void>): Rule =>
  async (stage) => {
    const name = introduce(hostname, says)
    stage.lead({ host: hostname, port: stage.place.port })
    try {
      await rule(stage, name)
    } finally {
      name.forget()
    }
  }

async function recoverNamed(stage: Stage, name: Name): Promise<void> {
  name.says = [stage.place.host]
  if (stage.hasServer) await recover(stage)
}

export const nameRules: Rules = {
  'a name that nobody knows': named('not found', async (stage, name) => {
    await suffer(stage, { reason: 'dns' })
    await recoverNamed(stage, name)
  }),

  // Node sums up such failures in an error that has no message.
  'a name with two addresses, on neither of which anybody listens': named(
    ['127.0.0.1', '::1'],
    async (stage, name) => {
      await suffer(stage, { reason: 'refused' })
      await recoverNamed(stage, name)
    },
  ),

  // A lookup cannot be cancelled, and two that hang hold up all others of the process.
  'a resolver that hangs is asked once at a time': named('nothing', async (stage, name) => {
    await Promise.all([stage.ask('fails'), stage.ask('fails')])
    await stage.ask('fails', { reason: 'timeout' })
    stage.demand(name.most <= 1, {
      rule: 'looks up a name once at a time',
      expected: 'one lookup at most',
      seen: `${name.most} at once`,
    })
  }),
}
