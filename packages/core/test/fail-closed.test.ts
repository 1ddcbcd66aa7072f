import { afterEach, expect, test, vi } from 'vitest'
import { type Checker, createProbes, logTransitions, type Report } from '../src/index.ts'
import { checker, passing } from './checkers.ts'
import { fickleThenable, hostile, thenables } from './hostile.ts'
import { forbidUnhandled } from './unhandled.ts'

forbidUnhandled()
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const silent = { error: () => {}, warn: () => {}, info: () => {} }

/** Returns the report on a checker between two others that pass. */
async function reportOn(check: Checker['check']): Promise<Report> {
  const readiness = [passing('before'), checker('odd', check), checker('after', async () => 'ok')]
  const probes = createProbes({ readiness, onTransition: logTransitions(silent) })
  const report = await probes.readiness()
  const answers = ['', '?verbose', '?format=json'].map((query) =>
    probes.handle('GET', `/readyz${query}`),
  )
  expect(answers.map((answer) => typeof answer)).toEqual(['object', 'object', 'object'])
  return report
}

const failed = {
  status: 'fail',
  checks: [
    { name: 'before', status: 'pass' },
    { name: 'odd', status: 'fail', reason: 'error', message: expect.stringMatching(/./) },
    { name: 'after', status: 'pass' },
  ],
}
const passed = {
  status: 'pass',
  checks: [
    { name: 'before', status: 'pass' },
    { name: 'odd', status: 'pass' },
    { name: 'after', status: 'pass' },
  ],
}

test.each(Object.entries(hostile))('a checker that throws %s fails', async (_, make) => {
  const report = await reportOn(() => {
    throw make()
  })

  expect(report).toMatchObject(failed)
})

test.each(Object.entries(hostile))('the listener receives %s unchanged', async (_, make) => {
  const thrown = make()
  const causes: unknown[] = []
  const check = () => {
    throw thrown
  }
  const probes = createProbes({
    readiness: [checker('odd', check)],
    onTransition: ({ cause }) => causes.push(cause),
  })

  await probes.readiness()

  // Not `toBe`, because it prints the values, and some of them throw when they are read.
  expect(causes.map((cause) => Object.is(cause, thrown))).toEqual([true])
})

test.each(Object.entries(hostile))('a checker that rejects with %s fails', async (_, make) => {
  const report = await reportOn(async () => {
    throw make()
  })
  expect(report).toMatchObject(failed)
})

test.each(Object.entries(hostile))(
  'a checker that rejects later with %s fails',
  async (_, make) => {
    const report = await reportOn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      throw make()
    })

    expect(report).toMatchObject(failed)
  },
)

// `false`, errors, and values that throw when they are read.
const bad = /Error|Exception|false|revoked|throws on everything|tag throws/
const isBad = (what: string) => bad.test(what)
const good = Object.entries(hostile).filter(([what]) => !isBad(what))
const broken = Object.entries(hostile).filter(([what]) => isBad(what))

test.each(broken)('a checker that returns or resolves with %s fails', async (_, make) => {
  expect(await reportOn(make)).toMatchObject(failed)
  expect(await reportOn(async () => make())).toMatchObject(failed)
})

test.each(good)('a checker that returns or resolves with %s passes', async (_, make) => {
  expect(await reportOn(make)).toMatchObject(passed)
  expect(await reportOn(async () => make())).toMatchObject(passed)
})

test.each(Object.entries(thenables))(
  'a checker that returns a thenable %s fails',
  async (_, make) => {
    expect(await reportOn(make)).toMatchObject(failed)
    expect(await reportOn(async () => make())).toMatchObject(failed)
  },
)

test('a checker that returns an object whose then can be read only once fails', async () => {
  expect(await reportOn(fickleThenable)).toMatchObject(failed)
})

test.each(Object.entries(hostile))(
  'the probe is answered if a listener throws %s',
  async (_, make) => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const probes = createProbes({
      readiness: [checker('db', () => false)],
      onTransition: () => {
        throw make()
      },
    })

    expect(await probes.readiness()).toMatchObject({ status: 'fail' })
  },
)

test('a checker that is damaged after the probes were created fails', async () => {
  const db = checker('db', () => {})
  const probes = createProbes({ readiness: [db], onTransition: () => {} })
  Object.assign(db, { check: undefined })

  expect(await probes.readiness()).toMatchObject({ status: 'fail' })
})

test('a check that settles after its time limit changes nothing', async () => {
  vi.useFakeTimers()
  const rejectLate = vi.fn<() => unknown>(
    () => new Promise((_, reject) => setTimeout(reject, 1000, new Error('late'))),
  )
  const probes = createProbes({
    readiness: [checker('db', rejectLate)],
    onTransition: () => {},
    maxAge: 0,
  })

  void probes.readiness()
  await vi.advanceTimersByTimeAsync(1000)
  void probes.readiness()
  await vi.advanceTimersByTimeAsync(1000)

  expect(rejectLate).toHaveBeenCalledTimes(2)
})

test.each(['then', 'constructor'])(
  'a rejected promise whose %s throws is not an unhandled rejection',
  async (property) => {
    const trap = {
      configurable: true,
      get() {
        throw new Error('a trap')
      },
    }
    const report = await reportOn(() =>
      Object.defineProperty(Promise.reject(new Error('no')), property, trap),
    )
    expect(report).toMatchObject(failed)
  },
)

test.each([
  ['a symbol', Symbol('mine')],
  ['nothing', undefined],
  ['text', 'soon'],
])('a checker that overwrites its time limit with %s does not change it', async (_, limit) => {
  vi.useFakeTimers()
  const check: Checker['check'] = (context) => {
    Object.assign(context, { timeout: limit })
    return new Promise(() => {})
  }
  const probes = createProbes({
    timeoutSeconds: 0.05,
    readiness: [checker('db', check)],
    onTransition: () => {},
  })

  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(40)

  expect((await report).checks).toMatchObject([
    { reason: 'timeout', message: 'no answer within 40 ms.' },
  ])
})

test('probes are answered after a stack overflow during a run', async () => {
  const probes = createProbes({
    maxAge: 0,
    readiness: [checker('a', async () => {}), checker('b', () => false)],
    onTransition: () => {},
  })
  // Sends a probe at every depth of the stack until it overflows.
  const descend = (): void => {
    try {
      descend()
    } finally {
      void probes.handle('GET', '/readyz')
    }
  }

  expect(descend).toThrow(RangeError)
  expect(await probes.readiness()).toMatchObject({
    checks: [{ status: 'pass' }, { status: 'fail' }],
  })
  expect(await probes.readiness()).toMatchObject({
    checks: [{ status: 'pass' }, { status: 'fail' }],
  })
})
