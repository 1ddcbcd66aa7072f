import { all } from './examples.ts'

// Runs every example in this process. Argument: for each its environment, as JSON.
const environments = JSON.parse(process.argv[2] ?? '[]')
const stays = new Promise(() => {})
for (const [index, { script, hasPage }] of all.entries()) {
  Object.assign(process.env, environments[index])
  // Each asks to be the one that ends the process.
  process.removeAllListeners('SIGTERM')
  const loaded = import(script.href)
  // A worker works while it is loaded, to its end.
  await (hasPage ? loaded : stays)
}
