import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rules } from '../src/lint/rule-descriptions.ts'
import { runReadyz, runReadyzWithInput } from './run-command.ts'

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const readme = read('README.md')
const escapePattern = (text: string) => text.replaceAll(/[.*+?()[\]{}|\\]/g, String.raw`\$&`)

test.each(['probe', 'wait', 'manifest', 'lint'])(
  'docs/%s.md contains the help of the command',
  async (command) => {
    expect(readme).toContain(`(docs/${command}.md)`)
    const [, shown] = /^```text\n(.*?)^```$/ms.exec(read(`docs/${command}.md`)) ?? []
    const { stdout } = await runReadyz([command, '--help'])
    expect(shown).toBe(stdout)
  },
)

test('docs/lint.md contains every rule with its page, finding and reason', () => {
  const page = read('docs/lint.md')
  for (const [id, { summary, why }] of Object.entries(rules)) {
    const link = `[\`${id}\`](rules/${id}.md)`
    expect(page).toMatch(
      new RegExp(
        `^\\| ${escapePattern(link)} +\\| ${escapePattern(summary)} +\\| ${escapePattern(why)} +\\|$`,
        'm',
      ),
    )
  }
})

test('the README contains the output of lint', async () => {
  const [, shown = ''] = /^\$ npx readyz lint k8s\.yaml\nk8s\.yaml\n(.*?)^```$/ms.exec(readme) ?? []
  const probes = [
    'livenessProbe: { tcpSocket: { port: 8000 } }',
    'readinessProbe: { httpGet: { path: /readiness, port: 8000 }, timeoutSeconds: 5, periodSeconds: 2 }',
  ]
  const container = ['- name: app', '  image: node:22', ...probes.map((probe) => `  ${probe}`)]
  const pod = ['kind: Pod', 'metadata: { name: shop }', 'spec:', '  containers:']
  const text = ['apiVersion: v1', ...pod, ...container.map((line) => `    ${line}`)].join('\n')
  const { stdout } = await runReadyzWithInput(text, ['lint', '-'])
  // The README has other line and column numbers, and may have the version of an earlier release.
  const findings = (printed: string) =>
    printed.replaceAll(/^ +\d+:\d+|(?<=readyz@)[^/]+/gm, '').trim()
  expect(findings(stdout.replace(/^.*\n/, ''))).toBe(findings(shown))
})
