import { expect, test } from 'vitest'
import { ruleAddress } from '../src/lint/rule-address.ts'
import { isRuleId, rules } from '../src/lint/rule-descriptions.ts'
import { runReadyz, runReadyzWithInput } from './run-command.ts'

const slow =
  'kind: Pod\nspec: { containers: [{ name: a, image: a, livenessProbe: { exec: { command: [a] }, initialDelaySeconds: 60 }, readinessProbe: { exec: { command: [b] } } }] }\n'

test.each([
  [['--max-warnings', '1'], 0],
  [['--max-warnings', '0'], 1],
  [['--rule', 'no-startup-probe=error'], 1],
  [['--rule', 'no-startup-probe=off', '--max-warnings', '0'], 0],
  [['--rule', 'budget=off', '--rule', 'no-startup-probe=off', '--max-warnings', '0'], 0],
])('lint %j: the exit code for one warning is %s', async (args, expected) => {
  const { code, stderr } = await runReadyzWithInput(slow, ['lint', ...args, '-'])
  expect({ code, stderr }).toEqual({ code: expected, stderr: '' })
})

test('lint --rules prints every rule with its severity, reason and page', async () => {
  const { code, stdout } = await runReadyz(['lint', '--rules'])
  expect(code).toBe(0)
  for (const [id, { severity, summary, why }] of Object.entries(rules)) {
    const page = isRuleId(id) ? ruleAddress(id) : ''
    expect(stdout).toContain(`${id} (${severity})\n  ${summary}.\n  ${why}\n  ${page}\n`)
  }
})

test('lint counts what it checked, and names the objects without containers', async () => {
  const service = '---\napiVersion: v1\nkind: Service\n'
  const { stdout } = await runReadyzWithInput(`${slow}${service}${service}`, ['lint', '-'])
  expect(stdout).toContain(
    'checked 1 workload, 1 container and 2 probes; objects without containers: 2 Service\n',
  )
  const json = await runReadyzWithInput(`${slow}${service}`, ['lint', '--format', 'json', '-'])
  expect(JSON.parse(json.stdout)).toMatchObject({
    checked: { workloads: 1, containers: 1, probes: 2, skipped: { Service: 1 } },
  })
})

test.each([
  [['--max-warnings', 'ten', '-'], '--max-warnings: expected a whole number, got "ten"'],
  [['--rule', 'budget=loud', '-'], '--rule: expected name=off, name=warning or name=error'],
  [['--rule', 'nothing=off', '-'], 'readyz lint --rules prints the names'],
  [['--container', 'app', '-'], '--container requires --config'],
  [[], 'expected a file, a folder, a pattern or -'],
])('lint %j exits with 64 and says what was expected', async (args, problem) => {
  const { code, stdout, stderr } = await runReadyz(['lint', ...args])
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  expect(stderr).toContain(problem)
})
