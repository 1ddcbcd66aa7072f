import { parentPort, workerData } from 'node:worker_threads'
import { readAuthorities } from '../parse/certificate-authorities.ts'
import { UsageError } from '../usage-error.ts'
import { openDependency } from './dependency.ts'
import { kinds } from './dependency-kinds.ts'
import { type Job, type Message, now } from './run-worker.ts'
import { waitForAll } from './wait-for-all.ts'

// The program of the worker thread that `runWorker` starts.

/** Milliseconds that remain to report the last result. */
const reportTime = (left: number) => Math.min(100, left / 10)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const post = (message: Message) => parentPort?.postMessage(message)

// A client that throws outside of its check fails only that check, which then times out.
process.on('uncaughtException', () => {})

try {
  await run(workerData)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  post({ type: 'usage-error', message: error.message })
}

async function run({ targets, ca, deadline }: Job): Promise<void> {
  const authorities = ca === undefined ? undefined : readAuthorities('--ca', ca)
  const dependencies = targets.flatMap(({ option, text }) => {
    const kind = kinds.find((each) => each.option === option)
    return kind === undefined ? [] : [kind.read(option, text)]
  })
  const open = await Promise.all(dependencies.map((each) => openDependency(each, authorities)))
  const left = deadline - now()
  const states = await waitForAll(open, left - reportTime(left), (index, state) => {
    // `runWait` reports the missing dependencies at the end of the time limit.
    if (state.status !== 'missing') post({ type: 'state', index, state })
  })
  if (states.every(({ status }) => status === 'passed')) post({ type: 'passed' })
}
