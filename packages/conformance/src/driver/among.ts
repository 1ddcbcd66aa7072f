import { type ProxyServer, proxy } from '../faults/proxy.ts'
import { silent } from '../faults/servers.ts'
import { createFirstUse } from '../first-use.ts'
import type { Test } from '../test.ts'
import { anywhereRules } from './anywhere.ts'
import { play, type Rule } from './play.ts'
import type { Stage } from './stage.ts'
import type { Open, OpenAll, Server } from './subject.ts'

/**
 * Registers a test for each fault that can happen to one of three servers, for clients that have several and need them
 * all. Beside, not instead of, `driverConformance`.
 */
export function serversConformance(test: Test, open: OpenAll, server: Server): void {
  const firstUse = createFirstUse()
  const guarded = firstUse.guard(open)
  for (const [title, rule] of Object.entries(anywhereRules)) {
    test(
      `one of three servers: ${title}`,
      firstUse.body(() => playAmong(rule, guarded, server)),
    )
  }
  const openMany: Open = (address) => guarded(Array.from({ length: many }, () => address))
  test(
    'all of fifty servers: they are silent, and take the time of one',
    firstUse.body(() => play(allSilent, openMany, { server, dials: many })),
  )
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
