import { inTurn } from '../in-turn.ts'
import { startMishaps } from '../mishaps.ts'
import { createBreaches } from './breaches.ts'
import { privacyOf } from './judge.ts'
import { openPlace } from './place.ts'
import { more, resources, soon } from './resources.ts'
import { createStage, type Stage } from './stage.ts'
import type { Open, Server } from './subject.ts'
import { startTracing } from './trace.ts'

export type Rule = (stage: Stage) => Promise<void>

/** By title. */
export type Rules = Readonly<Record<string, Rule>>

export interface PlayOptions {
  readonly server: Server | undefined
  /** Connections that a check may make. Default: one of its own, and one that its pool needs, if it has one. */
  readonly dials?: number
}

/** Plays a rule, and rejects with all that was broken, and with what is left when all is closed. */
export function play(rule: Rule, open: Open, options: PlayOptions): Promise<void> {
  return inTurn(() => playNow(rule, open, options))
}

async function playNow(rule: Rule, open: Open, { server, dials }: PlayOptions): Promise<void> {
  const before = resources()
  const mishaps = startMishaps()
  const stopTracing = startTracing()
  const place = await openPlace()
  const breaches = createBreaches(privacyOf([place.host, String(place.port)], server))
  const stage = createStage({ place, open, server, breaches, dials })
  try {
    await rule(stage)
  } finally {
    try {
      await stage.close()
    } finally {
      await place.clear()
      await soon(() => more(before) === '')
      stopTracing()
      mishaps.stop()
    }
  }
  breaches.demand(more(before) === '', {
    rule: 'leaves nothing open',
    expected: 'nothing',
    seen: more(before),
  })
  breaches.demand(mishaps.listeners.length === 0, {
    rule: 'leaves no listener',
    expected: 'as many listeners as before',
    seen: mishaps.listeners.join('; '),
  })
  breaches.demand(mishaps.seen.length === 0, {
    rule: 'does not end the process',
    expected: 'no error that nobody hears',
    seen: mishaps.seen.join('; '),
  })
  breaches.close()
}
