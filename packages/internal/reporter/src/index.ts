import type { Reporter, TestModule } from 'vitest/node'

/** Prints the one line that continuous integration counts, after everything vitest says itself. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      const states = Array.from(module.children.allTests(), (test) => test.result().state)
      for (const state of states) count[state === 'pending' ? 'skipped' : state] += 1
      // A module that failed to load has no test that could say so.
      if (module.state() === 'failed' && !states.includes('failed')) count.failed += 1
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`)
  }
}
