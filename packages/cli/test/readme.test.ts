import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readyz, readyzOn } from './run.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test.each(['probe', 'wait', 'manifest', 'lint'])(
  'the README shows the help of %s',
  async (command) => {
    const [, shown] =
      new RegExp(`^## readyz ${command}$.*?^\`\`\`text\n(.*?)^\`\`\`$`, 'ms').exec(readme) ?? []
    const { stdout } = await readyz([command, '--help'])
    expect(shown).toBe(stdout)
  },
)

test('the README shows what lint finds', async () => {
  const [, shown = ''] = /^\$ npx readyz lint k8s\.yaml\nk8s\.yaml\n(.*?)^```$/ms.exec(readme) ?? []
  const probes = [
    'livenessProbe: { tcpSocket: { port: 8000 } }',
    'readinessProbe: { httpGet: { path: /readiness, port: 8000 }, timeoutSeconds: 5, periodSeconds: 2 }',
  ]
  const container = ['- name: app', '  image: node:22', ...probes.map((probe) => `  ${probe}`)]
  const pod = ['kind: Pod', 'metadata: { name: shop }', 'spec:', '  containers:']
  const text = ['apiVersion: v1', ...pod, ...container.map((line) => `    ${line}`)].join('\n')
  const { stdout } = await readyzOn(text, ['lint', '-'])
  // But for the places.
  const findings = (printed: string) => printed.replaceAll(/^ +\d+:\d+/gm, '').trim()
  expect(findings(stdout.replace(/^.*\n/, ''))).toBe(findings(shown))
})
