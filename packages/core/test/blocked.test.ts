import { once } from 'node:events'
import { stat } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { checker, defer, hanging, never, quietProbes } from './checkers.ts'

afterEach(() => {
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

test('a checker that blocks the loop itself is not blamed on another', async () => {
  const blocking = checker('import', () => block(150))
  const probes = quietProbes([blocking, hanging('db', database)], { timeoutSeconds })

  expect((await probes.readiness()).checks).toMatchObject([
    { status: 'pass' },
    { reason: 'timeout', message: expect.stringMatching(named) },
  ])
})

test('a run after a blocked one is not blamed on the loop', async () => {
  vi.useFakeTimers()
  const gate = defer()
  const check = vi.fn<() => unknown>(() => never).mockReturnValueOnce(gate.promise)
  const blocking = checker('import', () => {
    if (check.mock.calls.length === 0) vi.advanceTimersByTime(600)
  })
  const probes = quietProbes([blocking, checker('db', check, database)], { maxAge: 0 })
  const messageAfter = async (milliseconds: number) => {
    const report = probes.readiness()
    await vi.advanceTimersByTimeAsync(milliseconds)
    return (await report).checks[1]?.message
  }

  expect(await messageAfter(200)).toMatch(named)
  gate.resolve()
  await gate.promise
  expect(await messageAfter(800)).toBe(database.failure)
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

test('an answer that came to the socket during the block counts', async () => {
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

test('an answer that came from a thread during the block counts', async () => {
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

test('a loop that is blocked at every turn still ends the run', async () => {
  let ended = false
  let turns = 0
  const probes = quietProbes([hanging('db', database)], { timeoutSeconds })
  const report = probes.readiness().finally(() => {
    ended = true
  })
  const turn = () => {
    block(60)
    turns += 1
    if (!ended && turns < 30) setImmediate(turn)
  }
  turn()

  expect(await report).toMatchObject({ checks: [{ reason: 'timeout' }] })
  expect(turns).toBeLessThan(10)
})
