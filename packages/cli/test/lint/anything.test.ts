import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { format, formats } from '../../src/lint/format.ts'
import { lint } from '../../src/lint/lint.ts'
import { rules } from '../../src/lint/rules.ts'
import { deployment, ready } from './manifests.ts'

const names = fc.constantFrom(
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'template',
  'items',
  'containers',
  'initContainers',
  'livenessProbe',
  'readinessProbe',
  'httpGet',
  'exec',
  'command',
  'lifecycle',
  'preStop',
  'sleep',
  'ports',
  'port',
  'path',
  'timeoutSeconds',
  '<<',
)
const leaf = fc.oneof(
  fc.constantFrom('v1', 'List', 'Pod', 'Job', '/ready?token=a', 'http', 'sleep 5', '{{ a }}', null),
  fc.integer(),
  fc.double(),
  fc.boolean(),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7 },
    leaf,
    fc.dictionary(names, tie('tree'), { maxKeys: 6 }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}))

/** Places count from 1 and lie within the text. */
function judge(text: string): void {
  const findings = lint([{ file: 'any.yaml', text }])
  const lines = text.split('\n').length
  for (const { line, column, rule, message, instead } of findings) {
    expect(line).toBeGreaterThan(0)
    expect(line).toBeLessThanOrEqual(lines)
    expect(column).toBeGreaterThan(0)
    expect(Object.keys(rules)).toContain(rule)
    expect(message).not.toMatch(/undefined|NaN|\[object/)
    expect(instead).not.toMatch(/undefined|NaN|\[object|^$/)
  }
  for (const as of formats) expect(typeof format(findings, as)).toBe('string')
}

test('any object is either fine or has findings that make sense', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('v1', 'apps/v1'), (value, apiVersion) => {
      judge(stringify(value))
      judge(JSON.stringify(value))
      const pod = { containers: [value, { livenessProbe: value, lifecycle: value }] }
      judge(stringify({ apiVersion, kind: 'Pod', spec: pod }))
      judge(stringify({ apiVersion, kind: 'Deployment', spec: { template: { spec: value } } }))
    }),
    { numRuns: 500 },
  )
})

test('so does any text, and any manifest that somebody cut a piece out of', () => {
  const good = deployment(`${ready}\nlivenessProbe: &a { httpGet: { path: /healthz, port: 8000 } }`)
  const cut = fc
    .tuple(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 4 }))
    .map(([at, length, more]) => good.slice(0, at) + more + good.slice(at + length))
  fc.assert(fc.property(fc.oneof(cut, fc.string()), judge), { numRuns: 1000 })
})
