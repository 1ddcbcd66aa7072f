import { parentPort, workerData } from 'node:worker_threads'
import { readAuthorities } from '../read/ca.ts'
import { UsageError } from '../usage.ts'
import { openDependency } from './dependency.ts'
import { kinds } from './kinds.ts'
import { type Job, type Message, now } from './supervise.ts'
import { waitForAll } from './wait.ts'

// The body of the worker thread that `supervise` starts.

/** The last result has to be reported before the time is over. */
const reportTime = (left: number) => Math.min(100, left / 10)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const post = (message: Message) => parentPort?.postMessage(message)

// A client that throws outside of its check fails this check alone: it is not answered in time.
process.on('uncaughtException', () => {})

try {
  await run(workerData)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  post({ type: 'wrong-use', message: error.message })
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
    // Whether a dependency is missing is decided when the time is over.
    if (state.status !== 'missing') post({ type: 'state', index, state })
  })
  if (states.every(({ status }) => status === 'passed')) post({ type: 'passed' })
}
