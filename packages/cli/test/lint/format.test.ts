import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { Validator } from '@cfworker/json-schema'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/lint/finding.ts'
import { format, formats } from '../../src/lint/format.ts'
import { lint } from '../../src/lint/lint.ts'
import { ruleAddress } from '../../src/lint/rule-address.ts'
import { type RuleId, rules } from '../../src/lint/rule-descriptions.ts'
import { deployment, ready } from './manifests.ts'

const withLiveness = (probe: string) => deployment(`${ready}\nlivenessProbe: ${probe}`)
const findings = lint([
  {
    file: 'k8s/a b.yaml',
    text: withLiveness('{ httpGet: { path: /readyz, port: http }, timeoutSeconds: 20 }'),
  },
  { file: '-', text: withLiveness('{ exec: { command: [a] }, timeoutSeconds: 0.5 }') },
  { file: '/elsewhere/c.yaml', text: 'a: b: c' },
])

describe('the format text', () => {
  test('groups findings by file, and prints problem, location, reason, fix and page', () => {
    expect(format(findings.slice(0, 1), 'text')).toBe(`k8s/a b.yaml
  16:39 error livenessProbe requests /readyz [liveness-checks-readiness]
      at      Deployment/web: spec.template.spec.containers[0].livenessProbe.httpGet.path
      why     ${rules['liveness-checks-readiness'].why}
      instead Request a path that checks only the process, such as /healthz.
      page    ${ruleAddress('liveness-checks-readiness')}

1 error and 0 warnings in 1 file
`)
    const text = format(findings, 'text')
    expect(text.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'k8s/a b.yaml',
      '(standard input)',
      '/elsewhere/c.yaml',
      '3 errors and 1 warning in 3 files',
    ])
  })

  test('uses colors only if requested, and does not change the text', () => {
    const colored = format(findings, 'text', { color: true })
    expect(colored).not.toBe(format(findings, 'text'))
    expect(stripVTControlCharacters(colored)).toBe(format(findings, 'text'))
  })

  test('prints a line if there are no findings', () => {
    expect(format([], 'text')).toBe('no problems found\n')
  })

  test('removes terminal control characters of a manifest', () => {
    const hostile = lint([
      { file: 'a\u001b[2J', text: withLiveness('{ "a\\e[2Jb": 1, exec: { command: [a] } }') },
    ])
    expect(hostile).toHaveLength(1)
    expect(format(hostile, 'text')).not.toContain('\u001b')
  })
})

describe('the format json', () => {
  test('contains all findings and their counts', () => {
    expect(JSON.parse(format(findings, 'json'))).toEqual({
      ok: false,
      errors: 3,
      warnings: 1,
      findings,
    })
    expect(JSON.parse(format([], 'json'))).toEqual({
      ok: true,
      errors: 0,
      warnings: 0,
      findings: [],
    })
  })
})

describe('the format github', () => {
  test('prints a workflow command for each finding', () => {
    const [first, , third, ...more] = format(findings, 'github').trimEnd().split('\n')
    expect(first).toMatch(
      /^::error file=k8s\/a b\.yaml,line=16,col=39,title=readyz liveness-checks-readiness::livenessProbe requests \/readyz%0AAt spec\./,
    )
    // GitHub cannot show a line of standard input.
    expect(third).toMatch(/^::error title=readyz whole-seconds::/)
    expect(more).toHaveLength(1)
    expect(format([], 'github')).toBe('')
  })

  test('escapes text of a manifest that would end the command or begin another one', () => {
    const [finding] = findings
    const hostile = { ...finding, file: 'a,b:c%.yaml', message: 'x\r\n::warning::y % z' } as Finding
    const lines = format([hostile], 'github').trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('file=a%2Cb%3Ac%25.yaml,')
    expect(lines[0]).toContain('::x%0D%0A::warning::y %25 z%0A')
  })
})

describe('the format sarif', () => {
  const require = createRequire(import.meta.url)
  const kit = path.dirname(require.resolve('@microsoft/jest-sarif/package.json'))
  const schema = JSON.parse(
    readFileSync(path.join(kit, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
  )
  const validator = new Validator(schema, '4')

  test.each([
    ['findings', findings],
    ['no findings', []],
  ])('conforms to the SARIF schema with %s', (_, given) => {
    expect(validator.validate(JSON.parse(format(given, 'sarif')))).toEqual({
      valid: true,
      errors: [],
    })
    expect(validator.validate({ version: '2.1.0' }).valid).toBe(false)
  })

  test('contains the page of every rule, in the version of the package', () => {
    const [run] = JSON.parse(format([], 'sarif')).runs
    const { version } = require('../../package.json')
    for (const { id, helpUri, help } of run.tool.driver.rules) {
      expect(helpUri).toBe(`https://unpkg.com/readyz@${version}/docs/rules/${id}.md`)
      const { why } = rules[id as RuleId]
      expect(help).toEqual({
        text: why,
        markdown: `${why} [Example and correction](${helpUri})`,
      })
    }
  })

  test('contains every rule and the position of every finding', () => {
    const [run] = JSON.parse(format(findings, 'sarif')).runs
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(rules))
    for (const [index, result] of run.results.entries()) {
      const { rule, severity, line, column } = findings[index] ?? {}
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(rule)
      expect(result).toMatchObject({ ruleId: rule, level: severity })
      const region = { startLine: line, startColumn: column }
      expect(result.locations[0].physicalLocation.region).toEqual(region)
    }
    const uris = Array.from(format(findings, 'sarif').matchAll(/"uri": "(.*)"/g), ([, uri]) => uri)
    expect(uris).toEqual([
      'k8s/a%20b.yaml',
      'k8s/a%20b.yaml',
      'stdin',
      pathToFileURL('/elsewhere/c.yaml').href,
    ])
  })
})

test.each(formats)('the format %s ends with a newline', (as) => {
  expect(format(findings, as)).toMatch(/[^\n]\n$/)
})
