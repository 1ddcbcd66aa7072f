import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Prints the line from which CI reads the numbers of tests, after the output of vitest. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 }
    const requirements = new Map<string, number>()
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      const states = tests.map((test) => test.result().state)
      for (const state of states) count[state === 'pending' ? 'skipped' : state] += 1
      for (const { name } of tests.filter(isRequirement)) {
        requirements.set(name, (requirements.get(name) ?? 0) + 1)
      }
      // A module that fails to load has no test, so it counts as one failure.
      if (module.state() === 'failed' && !states.includes('failed')) count.failed += 1
    }
    for (const [name, files] of requirements) {
      process.stdout.write(`\nskipped ${files} test ${files === 1 ? 'file' : 'files'}: ${name}`)
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`)
  }
}

// The skipped test that stands for a file whose server is not installed.
function isRequirement(test: TestCase): boolean {
  return test.result().state === 'skipped' && test.name.startsWith('requires ')
}
