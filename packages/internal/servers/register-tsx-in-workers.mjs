import { isMainThread } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// `--import tsx` registers tsx only in the main thread.
if (!isMainThread) register()
