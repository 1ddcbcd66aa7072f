import type { Rules } from './play.ts'
import { seeRecovery, start, suffer } from './recovery.ts'
import type { Stage } from './stage.ts'

// What happens when the processes of a real server are stopped: the kernel goes on for them.

async function sufferFrozen(stage: Stage, thaw: () => unknown): Promise<void> {
  try {
    await suffer(stage, { reason: 'timeout' })
  } finally {
    await thaw()
  }
  await seeRecovery(stage)
}

export const freezingRules: Rules = {
  'the server is frozen before the connect': async (stage) => {
    await stage.openWay()
    await stage.server.freeze?.()
    await sufferFrozen(stage, () => stage.server.thaw?.())
  },

  'the server is frozen while no check runs': async (stage) => {
    await start(stage)
    await stage.ask('passes')
    await stage.server.freeze?.()
    await sufferFrozen(stage, () => stage.server.thaw?.())
  },

  'the server is frozen in the middle of a check': async (stage) => {
    const way = await start(stage)
    way.onRequest = () => void stage.server.freeze?.()
    await sufferFrozen(stage, () => {
      way.onRequest = undefined
      return stage.server.thaw?.()
    })
  },
}
