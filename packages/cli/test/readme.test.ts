import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readyz } from './run.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test.each(['probe', 'wait'])('the README shows the help of %s', async (command) => {
  const [, shown] =
    new RegExp(`^## readyz ${command}$.*?^\`\`\`text\n(.*?)^\`\`\`$`, 'ms').exec(readme) ?? []
  const { stdout } = await readyz([command, '--help'])
  expect(shown).toBe(stdout)
})
