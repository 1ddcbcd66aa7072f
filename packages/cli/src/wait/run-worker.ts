import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { UsageError } from '../usage-error.ts'
import type { DependencyState } from './progress.ts'

/** The input of the worker thread. */
export interface Job {
  /** An option of `wait` and its value, for each dependency. */
  readonly targets: readonly Target[]
  /** A file of certificate authorities. */
  readonly ca: string | undefined
  /** The end of the time limit, in milliseconds on the clock of `now`. */
  readonly deadline: number
}

export interface Target {
  readonly option: string
  readonly text: string
}

/** A message from the worker thread. */
export type Message =
  | { readonly type: 'state'; readonly index: number; readonly state: DependencyState }
  | { readonly type: 'usage-error'; readonly message: string }
  | { readonly type: 'passed' }

/** Returns milliseconds on a monotonic clock that all threads share. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * Runs the checks in a worker thread until all have passed or the time limit has passed. A client
 * that blocks its event loop, such as pg with a malformed message, then delays neither the time
 * limit nor signals.
 *
 * @throws UsageError if a client cannot be created from its options
 */
export async function runWorker(
  job: Job,
  onChange: (index: number, state: DependencyState) => void,
): Promise<void> {
  const file = new URL(`worker${path.extname(import.meta.url)}`, import.meta.url)
  // The output of clients is dropped, because it may contain secrets.
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
    // Not awaited, because the thread may be blocked and the process exits now.
    void worker.terminate()
  }
}
