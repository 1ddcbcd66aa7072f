import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { createProcessClock } from '../../src/driver/process-clock.ts'

const busyLoops: ChildProcess[] = []

afterEach(async () => {
  for (const loop of busyLoops.splice(0)) {
    const exited = once(loop, 'exit')
    loop.kill('SIGKILL')
    await exited
  }
})

/** Starts three busy programs for each processor. */
async function occupyProcessors(): Promise<void> {
  for (let count = 0; count < 3 * availableParallelism(); count += 1) {
    const loop = spawn(process.execPath, ['-e', 'console.log(); for (;;);'])
    busyLoops.push(loop)
    await once(loop.stdout, 'data')
  }
}

/** Returns the duration of `run` by the process clock and by the wall clock. */
function measure(run: () => void): { readonly counted: number; readonly wall: number } {
  const clock = createProcessClock()
  const [clockStart, wallStart] = [clock(), performance.now()]
  run()
  return { counted: clock() - clockStart, wall: performance.now() - wallStart }
}

function computeForOneSecond(): void {
  const until = performance.now() + 1000
  while (performance.now() < until);
}

test.runIf(existsSync('/proc/thread-self/schedstat'))(
  'the process clock does not count time in which other programs use the processors',
  async () => {
    await occupyProcessors()
    const { counted, wall } = measure(computeForOneSecond)
    expect(counted).toBeLessThan(wall * 0.75)
  },
)

test('the process clock counts time in which the process computes', () => {
  const { counted, wall } = measure(computeForOneSecond)
  expect(counted).toBeGreaterThan(0)
  expect(counted).toBeLessThanOrEqual(wall)
})

test('the process clock counts time in which the process waits for the kernel, also on a busy machine', async () => {
  await occupyProcessors()
  const { counted } = measure(() => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  })
  expect(counted).toBeGreaterThan(450)
})
