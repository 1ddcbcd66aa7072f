import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// Measures how much longer the built command takes to start than Node itself. Both run alternately,
// so that other load affects both. Medians exclude runs that were delayed.

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const bare = ['--eval', '0']
const commands: Readonly<Record<string, readonly string[]>> = {
  version: [main, '--version'],
  help: [main, 'wait', '--help'],
  'wrong usage': [main, 'wait'],
  'probe, refused': [main, 'probe', 'http://127.0.0.1:1/'],
}

function time(args: readonly string[]): number {
  const started = performance.now()
  spawnSync(process.execPath, args, { stdio: 'ignore' })
  return performance.now() - started
}

export interface Startup {
  /** Milliseconds that Node itself takes. */
  readonly node: number
  /** The additional milliseconds of each command. */
  readonly extras: ReadonlyMap<string, number>
}

export function measureStartup(rounds: number): Startup {
  const nodes: number[] = []
  const extras = new Map(Object.keys(commands).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round += 1) {
    const node = time(bare)
    nodes.push(node)
    for (const [name, args] of Object.entries(commands)) extras.get(name)?.push(time(args) - node)
  }
  const medians = new Map(Array.from(extras, ([name, all]) => [name, median(all)]))
  return { node: median(nodes), extras: medians }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { node, extras } = measureStartup(21)
  console.log(`${'Node itself'.padEnd(16)}${node.toFixed(1)} ms`)
  for (const [name, extra] of extras) console.log(`${name.padEnd(16)}${extra.toFixed(1)} ms more`)
}
