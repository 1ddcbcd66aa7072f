import { examples } from './examples.ts'

// Runs every example in this process. The argument is a JSON array with the environment of each
// example.
const environments = JSON.parse(process.argv[2] ?? '[]')
const pending = new Promise(() => {})
for (const [index, { script, hasPage }] of examples.entries()) {
  Object.assign(process.env, environments[index])
  // Each example calls stopGracefully, which rejects a second call for the same signal.
  process.removeAllListeners('SIGTERM')
  const loaded = import(script.href)
  // The import of a worker does not resolve before the worker ends.
  await (hasPage ? loaded : pending)
}
