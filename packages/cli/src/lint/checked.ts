import { type Container, probesOf } from './container.ts'

/** What was checked, and what was not. */
export interface Checked {
  readonly workloads: number
  readonly containers: number
  readonly probes: number
  /** The number of objects of each kind that contain no container. */
  readonly skipped: ReadonlyMap<string, number>
}

export interface Counter {
  addPod(containers: readonly Container[]): void
  addSkipped(kinds: readonly string[]): void
  result(): Checked
}

export function createCounter(): Counter {
  const skipped = new Map<string, number>()
  let workloads = 0
  let containers = 0
  let probes = 0
  return {
    addPod(all) {
      workloads += 1
      containers += all.length
      probes += all.flatMap(probesOf).length
    },
    addSkipped(kinds) {
      for (const kind of kinds) skipped.set(kind, (skipped.get(kind) ?? 0) + 1)
    },
    result: () => ({ workloads, containers, probes, skipped }),
  }
}
