import { createProbes } from '@readyz/core'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/lint/finding.ts'
import { isRuleId, type RuleId, rules } from '../../src/lint/rule-descriptions.ts'
import { corpus } from './corpus/all.ts'
import type { Entry } from './corpus/entry.ts'
import { lintText } from './manifests.ts'

/** Rules that need the application's configuration, an unreadable file or a comment. */
const notOfManifests: ReadonlySet<string> = new Set([
  'input',
  'yaml',
  'nothing-to-check',
  'drain-too-short',
  'path-not-served',
  'ignore-comment',
])

interface Judged {
  readonly entry: Entry
  readonly finding: Finding
  readonly id: string
}

function findingsOf({ manifest, application }: Entry): readonly Finding[] {
  return lintText(manifest, application && createProbes(application).describe())
}

/** Returns a finding as `path rule`. The path begins at the first container, or at the pod. */
function idOf({ field, rule }: Finding): string {
  const path = field
    .replace(/^.*\.template\.spec\./, '')
    .replace(/^.*?((?:initContainers|containers)\[)/, '$1')
    .replace(/^containers\[0\]\.?/, '')
  return `${path} ${rule}`.trim()
}

function expectedOf({ useful = [], unhelpful = {}, wrong = {} }: Entry): readonly string[] {
  return [...useful, ...Object.keys(unhelpful), ...Object.keys(wrong)]
}

const judged: readonly Judged[] = corpus.flatMap((entry) =>
  findingsOf(entry).map((finding) => ({ entry, finding, id: idOf(finding) })),
)
const isUseful = ({ entry, id }: Judged) => entry.useful?.includes(id) ?? false
const byRule = Object.keys(rules)
  .filter(isRuleId)
  .map((rule) => ({ rule, findings: judged.filter(({ finding }) => finding.rule === rule) }))
  .filter(({ findings }) => findings.length > 0)

function precisionOf(findings: readonly Judged[]): number {
  return findings.filter(isUseful).length / findings.length
}

describe('lint of public manifests', () => {
  test.each(corpus)('finds the known problems of $source $version', (entry) => {
    const found = findingsOf(entry).map(idOf)
    expect(found.toSorted()).toEqual(expectedOf(entry).toSorted())
  })

  const errors = byRule.filter(({ rule }) => rules[rule].severity === 'error')
  const imprecise = byRule.filter(({ findings }) => precisionOf(findings) < 0.95)

  test.each(errors)(
    'at least 95 % of the findings of the error $rule are useful',
    ({ findings }) => {
      const others = findings.filter((each) => !isUseful(each))
      const problems = others.map(({ entry, id }) => `${entry.source}: ${id}`)
      expect(precisionOf(findings) < 0.95 ? problems : []).toEqual([])
    },
  )

  test.each(imprecise)(
    '$rule is a warning whose message says that it may be one',
    ({ rule, findings }) => {
      expect(rules[rule].severity).toBe('warning')
      for (const { finding } of findings) expect(finding.message).toMatch(/\bmay\b/)
    },
  )

  test('the corpus contains at least 200 manifests of at least 60 sources, and 40 have no findings', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200)
    expect(new Set(corpus.map(({ source }) => source)).size).toBe(corpus.length)
    const repositories = corpus.map(({ source }) => source.split(',', 1)[0])
    expect(new Set(repositories).size).toBeGreaterThanOrEqual(60)
    const clean = corpus.filter((entry) => expectedOf(entry).length === 0)
    expect(clean.length).toBeGreaterThanOrEqual(40)
  })

  test('the corpus contains a finding of each rule that a manifest can break', () => {
    const found = new Set<RuleId>(judged.map(({ finding }) => finding.rule))
    const missing = Object.keys(rules).filter((rule) => isRuleId(rule) && !found.has(rule))
    expect(missing.filter((rule) => !notOfManifests.has(rule))).toEqual([])
  })
})
