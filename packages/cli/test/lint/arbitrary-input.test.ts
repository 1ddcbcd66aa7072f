import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { format, formats } from '../../src/lint/format.ts'
import { lint } from '../../src/lint/lint.ts'
import { rules } from '../../src/lint/rule-descriptions.ts'
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

/**
 * Returns the invalid findings: positions must be within the text, and messages must be complete.
 */
function invalidFindings(text: string): readonly unknown[] {
  const findings = lint([{ file: 'any.yaml', text }])
  const lines = text.split('\n').length
  const invalid = findings.filter(
    ({ line, column, rule, message, instead }) =>
      line < 1 ||
      line > lines ||
      column < 1 ||
      !(rule in rules) ||
      /undefined|NaN|\[object/.test(message + instead) ||
      message === '' ||
      instead === '',
  )
  const unwritten = formats.filter(
    (as) => findings.length > 0 && !format(findings, as).endsWith('\n'),
  )
  return [...invalid, ...unwritten]
}

test('lint returns only valid findings for any object', () => {
  let found = 0
  fc.assert(
    fc.property(tree, fc.constantFrom('v1', 'apps/v1'), (value, apiVersion) => {
      const pod = { containers: [value, { livenessProbe: value, lifecycle: value }] }
      const texts = [
        stringify(value),
        JSON.stringify(value),
        stringify({ apiVersion, kind: 'Pod', spec: pod }),
        stringify({ apiVersion, kind: 'Deployment', spec: { template: { spec: value } } }),
      ]
      for (const text of texts) expect(invalidFindings(text)).toEqual([])
      found += lint(texts.map((text, at) => ({ file: `${at}`, text }))).length
    }),
    { numRuns: 500 },
  )
  expect(found).toBeGreaterThan(500)
})

test('lint returns only valid findings for any text and for any damaged manifest', () => {
  const good = deployment(`${ready}\nlivenessProbe: &a { httpGet: { path: /healthz, port: 8000 } }`)
  const damaged = fc
    .tuple(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 4 }))
    .map(([at, length, more]) => good.slice(0, at) + more + good.slice(at + length))
  const either = fc.oneof(damaged, fc.string())
  fc.assert(
    fc.property(either, (text) => {
      expect(invalidFindings(text)).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('lint accepts any script of a probe and of a hook', () => {
  const part = fc.constantFrom(
    '${',
    '$(',
    '`',
    '"',
    "'",
    '\\',
    '|',
    '&&',
    '>',
    '\n',
    '{',
    '#',
    ' ',
    '=',
  )
  const word = fc.constantFrom('sh -c', 'timeout', '-k', 'sleep', 'curl', '-m5', 'env', 'A=1', '-p')
  const script = fc
    .array(fc.oneof(part, word, fc.string()), { maxLength: 12 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(script, fc.array(script, { maxLength: 4 }), (one, argv) => {
      const probe = { exec: { command: ['sh', '-c', one] } }
      const hook = { preStop: { exec: { command: argv } } }
      const container = { name: 'a', image: 'a', command: ['sh', '-c', one], readinessProbe: probe }
      const pod = { kind: 'Pod', spec: { containers: [{ ...container, lifecycle: hook }] } }
      expect(invalidFindings(stringify(pod))).toEqual([])
    }),
  )
})
