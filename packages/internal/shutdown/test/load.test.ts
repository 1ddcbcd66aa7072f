import { expect, test } from 'vitest'
import { loadProfileOf } from '../src/load-profiles.ts'
import { serverKinds } from '../src/server-kinds.ts'
import { stopUnderLoad } from '../src/stop-under-load.ts'

test.each(Object.keys(serverKinds))(
  'a server of %s that stops under load loses no request and breaks no connection',
  async (kind) => {
    const options = { kind, drainSeconds: 1.5, timeoutSeconds: 10, requests: 1000 }
    const result = await stopUnderLoad(options, loadProfileOf(kind))

    expect(result.errors).toEqual([])
    for (const [client, { sent, lost, broken, refusedEarly }] of Object.entries(result.counts)) {
      expect({ client, lost, broken, refusedEarly }).toEqual({
        client,
        lost: 0,
        broken: 0,
        refusedEarly: 0,
      })
      expect(sent).toBeGreaterThan(0)
    }
    expect(result).toMatchObject({ code: 0, stderr: '', liveness: [200] })
    expect(result.readiness.at(-1)).toBe(503)
    expect(result.milliseconds).toBeGreaterThanOrEqual(1500)
  },
)
