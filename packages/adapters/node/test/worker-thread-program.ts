import { isMainThread, Worker } from 'node:worker_threads'
import { createProbes, stopGracefully } from '../src/index.ts'

// Calls stopGracefully in a worker thread, and prints what it throws.
if (isMainThread) {
  // A thread does not inherit the hooks that read TypeScript.
  const [loader, script] = [import.meta.resolve('tsx/esm/api'), import.meta.url]
  const code = `import('${loader}').then(({ register }) => register() && import('${script}'))`
  const worker = new Worker(code, { eval: true })
  worker.on('error', console.error)
} else {
  try {
    stopGracefully([], createProbes())
  } catch (error) {
    console.log(String(error))
  }
}
