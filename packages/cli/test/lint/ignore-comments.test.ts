import { describe, expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import type { RuleSettings } from '../../src/lint/rule-settings.ts'
import { deployment, http, lintText, ready } from './manifests.ts'

const delayed = (comments: { above?: string; behind?: string; inside?: string }) =>
  lintText(
    deployment(
      [
        ready,
        comments.above ?? '',
        'livenessProbe:',
        `  ${http('/healthz')}`,
        comments.inside ?? '',
        `  initialDelaySeconds: 60 ${comments.behind ?? ''}`,
      ].join('\n'),
    ),
  )
const rulesOf = (findings: ReturnType<typeof lintText>) => findings.map(({ rule }) => rule)
const ignore = '# readyz-ignore no-startup-probe: starts in 2 s'

describe('a readyz-ignore comment', () => {
  test.each([
    ['above the field', { inside: `  ${ignore}` }],
    ['above the field that contains it', { above: ignore }],
    ['behind the field', { behind: ignore }],
    ['with several rules', { above: ignore.replace('no-startup', 'budget, no-startup') }],
  ])('ignores a finding if it is %s', (_, comments) => {
    expect(delayed({})).toHaveLength(1)
    expect(delayed(comments)).toEqual([])
  })

  test('at the start of a document applies to the whole document, and to no other', () => {
    const probe = deployment(
      `${ready}\nlivenessProbe: { ${http('/healthz')}, initialDelaySeconds: 60 }`,
    )
    const findings = lintText(`${ignore}\n${probe}\n---\n${probe}`)
    expect(rulesOf(findings)).toEqual(['no-startup-probe'])
    expect(findings[0]?.line).toBeGreaterThan(probe.split('\n').length)
  })

  test('above a list applies to its items, also if they are not indented', () => {
    const text = `apiVersion: v1\nkind: Pod\nspec:\n  ${ignore}\n  containers:\n  - name: a\n    readinessProbe: { exec: { command: [a] } }\n    livenessProbe: { exec: { command: [b] }, initialDelaySeconds: 60 }\n`
    expect(lintText(text)).toEqual([])
    expect(lintText(text.replace(ignore, ''))).toHaveLength(1)
  })

  test.each([
    ['names no rule', '# readyz-ignore', 'the comment names no rule'],
    ['names an unknown rule', '# readyz-ignore nothing: a', 'there is no rule nothing'],
    ['gives no reason', '# readyz-ignore no-startup-probe', 'the comment gives no reason'],
    ['has no effect', '# readyz-ignore budget: fast', 'no finding of budget is here'],
  ])('is a finding itself if it %s', (_, comment, message) => {
    const line =
      deployment(`${ready}\n${comment}`)
        .split('\n')
        .findIndex((each) => each.includes('#')) + 1
    expect(delayed({ above: comment })).toContainEqual(
      expect.objectContaining({ rule: 'ignore-comment', message, line, column: 11 }),
    )
  })
})

describe('the settings of rules', () => {
  const text = deployment(
    `${ready}\nlivenessProbe: { ${http('/healthz')}, initialDelaySeconds: 60 }`,
  )
  const severities = (rules: RuleSettings) =>
    lint([{ file: 'a.yaml', text }], { rules }).map(({ severity }) => severity)

  test('change the severity of a rule, or omit its findings', () => {
    expect(severities({})).toEqual(['warning'])
    expect(severities({ 'no-startup-probe': 'error' })).toEqual(['error'])
    expect(severities({ 'no-startup-probe': 'off' })).toEqual([])
    expect(severities({ budget: 'off' })).toEqual(['warning'])
  })
})
