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

/** Starts more programs that want a processor than the machine has. */
async function occupyProcessors(): Promise<void> {
  for (let count = 0; count < 3 * availableParallelism(); count += 1) {
    const loop = spawn(process.execPath, ['-e', 'console.log(); for (;;);'])
    busyLoops.push(loop)
    await once(loop.stdout, 'data')
  }
}

/** Both clocks while `run` blocks the loop. */
function measure(run: () => void): { readonly own: number; readonly wall: number } {
  const clock = createProcessClock()
  const [own, wall] = [clock(), performance.now()]
  run()
  return { own: clock() - own, wall: performance.now() - wall }
}

function compute(): void {
  const until = performance.now() + 1000
  while (performance.now() < until);
}

test.runIf(existsSync('/proc/thread-self/schedstat'))(
  'does not count the time for which other programs have the processors',
  async () => {
    await occupyProcessors()
    const { own, wall } = measure(compute)
    expect(own).toBeLessThan(wall * 0.75)
  },
)

test('counts the time for which the process computes', () => {
  const { own, wall } = measure(compute)
  expect(own).toBeGreaterThan(0)
  expect(own).toBeLessThanOrEqual(wall)
})

test('counts the time for which the process waits for the kernel, on a busy machine as well', async () => {
  await occupyProcessors()
  const { own } = measure(() => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  })
  expect(own).toBeGreaterThan(450)
})
