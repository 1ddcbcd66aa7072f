import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { UsageError } from '../usage.ts'
import type { State } from './states.ts'

/** What a worker thread waits for. */
export interface Job {
  /** An option of `wait` and its value, for each dependency. */
  readonly targets: readonly Target[]
  /** A file of certificate authorities. */
  readonly ca: string | undefined
  /** When the time is over, in milliseconds of the clock that `now` reads. */
  readonly deadline: number
}

export interface Target {
  readonly option: string
  readonly text: string
}

/** What the worker thread reports. */
export type Message =
  | { readonly type: 'state'; readonly index: number; readonly state: State }
  | { readonly type: 'wrong-use'; readonly message: string }
  | { readonly type: 'passed' }

/** Milliseconds on a clock that all threads share and that does not jump. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * Runs the checks in a worker thread until all have passed or the time is over. A client that blocks its event loop, such
 * as pg with a malformed message, then blocks neither the end nor signals.
 *
 * @throws UsageError if a client cannot be created from what it was given
 */
export async function supervise(
  job: Job,
  onChange: (index: number, state: State) => void,
): Promise<void> {
  const file = new URL(`worker${path.extname(import.meta.url)}`, import.meta.url)
  // What a client prints is not printed: it may contain anything.
  const worker = new Worker(file, { workerData: job, stdout: true, stderr: true })
  let timer: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(resolve, job.deadline - now())
      worker.on('message', (message: Message) => {
        if (message.type === 'state') onChange(message.index, message.state)
        else if (message.type === 'passed') resolve()
        else reject(new UsageError(message.message))
      })
      worker.once('error', reject)
    })
  } finally {
    clearTimeout(timer)
    worker.removeAllListeners()
    // Not awaited: the process ends now, whatever the thread is doing.
    void worker.terminate()
  }
}
