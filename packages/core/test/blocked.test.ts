import { once } from 'node:events'
import { stat } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { checker, type Deferred, defer, hanging, never, quietProbes } from './checkers.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

const named = /^not answered: the event loop was blocked for \d+ ms\.$/
const database = { failure: 'cannot connect to database.' }

// The budget is 80 ms.
const timeoutSeconds = 0.1

test.each([0, 20, 50, 70])(
  'a block of more than the budget that begins %i ms after the run is named, and not the database',
  async (after) => {
    const probes = quietProbes([hanging('db', database)], { timeoutSeconds })

    const report = probes.readiness()
    if (after === 0) block(150)
    else setTimeout(block, after, 150)

    expect((await report).checks).toMatchObject([
      { status: 'fail', reason: 'timeout', message: expect.stringMatching(named) },
    ])
  },
)

test('the timeout of another checker reports that a checker blocked the event loop', async () => {
  const blocking = checker('import', () => block(100))
  const probes = quietProbes([blocking, hanging('db', database)], { timeoutSeconds })

  expect((await probes.readiness()).checks).toMatchObject([
    { status: 'pass' },
    { reason: 'timeout', message: expect.stringMatching(named) },
  ])
})

/** A clock that advances without firing timers, as during a blocked event loop. */
function startClock(): { skip: (milliseconds: number) => void } {
  vi.useFakeTimers()
  let skipped = 0
  const { performance } = globalThis
  vi.stubGlobal('performance', { now: () => performance.now() + skipped })
  return {
    skip(milliseconds) {
      skipped += milliseconds
    },
  }
}

test('a run after a blocked run does not report a blocked event loop', async () => {
  const { skip } = startClock()
  const gate = defer()
  const check = vi.fn<() => unknown>(() => never).mockReturnValueOnce(gate.promise)
  const probes = quietProbes([checker('db', check, database)], { maxAge: 0 })

  const blocked = probes.readiness()
  skip(500.4)
  await vi.advanceTimersByTimeAsync(800)
  expect((await blocked).checks[0]?.message).toBe(
    'not answered: the event loop was blocked for 500 ms.',
  )
  gate.resolve()
  await gate.promise
  const next = probes.readiness()
  await vi.advanceTimersByTimeAsync(800)

  expect((await next).checks[0]?.message).toBe(database.failure)
})

test('a message does not report a block of less than half of the budget', async () => {
  const { skip } = startClock()
  const report = quietProbes([hanging('db', database)]).readiness()

  skip(399)
  await vi.advanceTimersByTimeAsync(800)

  expect((await report).checks[0]?.message).toBe(database.failure)
})

test('a response that arrives during a short block counts', async () => {
  const { skip } = startClock()
  const gate = defer()
  const probes = quietProbes([checker('db', () => gate.promise, { timeout: 20 })])

  const report = probes.readiness()
  skip(10)
  await vi.advanceTimersByTimeAsync(20)
  gate.resolve()

  expect((await report).status).toBe('pass')
})

test('each run waits one iteration of the event loop for responses that arrived during a block', async () => {
  const { skip } = startClock()
  const gates: Deferred[] = []
  const check = () => {
    const gate = defer()
    gates.push(gate)
    return gate.promise
  }
  const probes = quietProbes([checker('db', check)], { maxAge: 0 })
  const answerAfterBlock = async () => {
    const report = probes.readiness()
    skip(900)
    await vi.advanceTimersByTimeAsync(400)
    gates.at(-1)?.resolve()
    return (await report).status
  }

  expect(await answerAfterBlock()).toBe('pass')
  expect(await answerAfterBlock()).toBe('pass')
})

test('each time limit of a run waits one iteration of the event loop for responses that arrived during a block', async () => {
  const { skip } = startClock()
  const gate = defer()
  const probes = quietProbes([hanging('cache', { timeout: 10 }), checker('db', () => gate.promise)])

  const report = probes.readiness()
  skip(450)
  await vi.advanceTimersByTimeAsync(11)
  skip(600)
  await vi.advanceTimersByTimeAsync(339)
  gate.resolve()

  expect((await report).checks).toMatchObject([{ reason: 'timeout' }, { status: 'pass' }])
})

async function connectPair(): Promise<{ client: Socket; server: Socket; close: () => void }> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const client = connect(address.port, '127.0.0.1')
  const server = await new Promise<Socket>((resolve) => listener.once('connection', resolve))
  const close = () => {
    client.destroy()
    server.destroy()
    listener.close()
  }
  return { client, server, close }
}

test('a response that arrives at the socket during a block counts', async () => {
  const { client, server, close } = await connectPair()
  const probes = quietProbes([checker('db', () => once(client, 'data'), database)], {
    timeoutSeconds,
  })

  const report = probes.readiness()
  server.write('pong')
  block(200)

  expect((await report).checks).toMatchObject([{ name: 'db', status: 'pass' }])
  close()
})

test('a response that arrives from a thread during a block counts', async () => {
  const disk = checker('disk', () => {
    const { promise, resolve, reject } = defer()
    stat('/', (error) => (error === null ? resolve() : reject(error)))
    return promise
  })
  const probes = quietProbes([disk], { timeoutSeconds })

  const report = probes.readiness()
  block(200)

  expect((await report).checks).toMatchObject([{ name: 'disk', status: 'pass' }])
})

test('a run ends even if every iteration of the event loop is blocked', async () => {
  let ended = false
  let turns = 0
  const probes = quietProbes([hanging('db', database)], { timeoutSeconds })
  const report = probes.readiness().finally(() => {
    ended = true
  })
  await new Promise<void>((resolve) => {
    const turn = () => {
      block(60)
      turns += 1
      if (ended || turns === 30) resolve()
      else setImmediate(turn)
    }
    turn()
  })

  expect(await report).toMatchObject({ checks: [{ reason: 'timeout' }] })
  expect(turns).toBeLessThan(10)
})
