import { type ProxyServer, proxy } from '../faults/proxy.ts'
import { silent } from '../faults/servers.ts'
import type { Test } from '../test.ts'
import { anywhereRules } from './anywhere.ts'
import { play, type Rule } from './play.ts'
import type { Stage } from './stage.ts'
import type { OpenAll, Server } from './subject.ts'

/**
 * Registers a test for each fault that can happen to one of three servers, for clients that have several and need them
 * all. Beside, not instead of, `driverConformance`.
 */
export function serversConformance(test: Test, open: OpenAll, server: Server): void {
  for (const [title, rule] of Object.entries(anywhereRules)) {
    test(`one of three servers: ${title}`, () => playAmong(rule, open, server))
  }
  test('all of fifty servers: they are silent, and take the time of one', () =>
    play(allSilent, (address) => open(Array.from({ length: many }, () => address)), {
      server,
      dials: many,
    }))
}

// Node warns of a leak when a signal has more than ten listeners, and a driver may add a few for each server.
const many = 50

const allSilent: Rule = async ({ place, ask }) => {
  await place.put(silent)
  await ask('fails', { reason: 'timeout' })
}

/** The rule happens to the one in the middle. */
async function playAmong(rule: Rule, open: OpenAll, server: Server): Promise<void> {
  const others = await Promise.all([proxy(server), proxy(server)])
  const [before, after] = others
  try {
    await play(
      async (stage) => {
        await rule(watchOthers(stage, others))
      },
      (address) => open([before, address, after]),
      { server, dials: 3 },
    )
  } finally {
    for (const other of others) await other.close()
  }
}

function watchOthers(stage: Stage, others: readonly ProxyServer[]): Stage {
  const { place, demand } = stage
  return {
    ...stage,
    async ask(...args) {
      const accepted = others.map((other) => other.accepted)
      const asked = await stage.ask(...args)
      demand(
        others.every((other, index) => other.accepted > (accepted[index] ?? 0)),
        { rule: 'asks every server', expected: 'three that are asked', seen: 'fewer' },
      )
      demand(asked.status === 'pass' || asked.log.includes(String(place.port)), {
        rule: 'tells the log which server',
        expected: `a line that names port ${place.port}`,
        seen: asked.log,
      })
      return asked
    },
  }
}
