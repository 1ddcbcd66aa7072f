import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ruleNames } from '../../src/driver/rule-names.ts'

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')

test('docs/rules.md contains every driver rule and no other', () => {
  const documented = Array.from(page.matchAll(/^\| `([^`]+)` +\|/gm), ([, name]) => name)
  expect(documented).toEqual([...ruleNames])
})
