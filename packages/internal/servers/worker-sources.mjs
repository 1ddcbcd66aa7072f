import { isMainThread } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// With `--import`, tsx works in the main thread only.
if (!isMainThread) register()
