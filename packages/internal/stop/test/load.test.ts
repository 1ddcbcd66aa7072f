import { expect, test } from 'vitest'
import { crowds, frameworkCrowd } from '../src/clients.ts'
import { kinds } from '../src/kinds.ts'
import { rehearse } from '../src/rehearsal.ts'

test.each(Object.keys(kinds))(
  'under load %s loses no request and breaks no connection',
  async (kind) => {
    const options = { kind, drainSeconds: 1.5, timeoutSeconds: 10, requests: 1000 }
    const found = await rehearse(options, crowds[kind] ?? frameworkCrowd)

    expect(found.complaints).toEqual([])
    for (const [client, { sent, lost, broken, refusedEarly }] of Object.entries(found.figures)) {
      expect({ client, lost, broken, refusedEarly }).toEqual({
        client,
        lost: 0,
        broken: 0,
        refusedEarly: 0,
      })
      expect(sent).toBeGreaterThan(0)
    }
    expect(found).toMatchObject({ code: 0, stderr: '', liveness: [200] })
    expect(found.readiness.at(-1)).toBe(503)
    expect(found.milliseconds).toBeGreaterThanOrEqual(1500)
  },
)
