import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ApplicationConfig, readApplicationConfig } from '../../src/lint/application-config.ts'
import { lintFiles } from '../../src/lint/lint.ts'
import { isRuleId, type RuleId, rules } from '../../src/lint/rule-descriptions.ts'
import { lintText } from './manifests.ts'

const folder = new URL('../../docs/rules/', import.meta.url)
const ids = Object.keys(rules) as readonly RuleId[]

/** Returns the code blocks of a page in a language. */
function blocks(page: string, language: string): readonly string[] {
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))
  return Array.from(found, ([, code = '']) => code)
}

function readPage(id: string): string {
  return readFileSync(new URL(`${id}.md`, folder), 'utf8')
}

function temporaryFolder(): string {
  const created = mkdtempSync(path.join(tmpdir(), 'readyz-rule-pages-'))
  onTestFinished(() => rmSync(created, { recursive: true }))
  return created
}

/** Returns the configuration of the application in the page, if there is one. */
function configOf(page: string): ApplicationConfig | undefined {
  const [json] = blocks(page, 'json')
  if (json === undefined) return undefined
  const file = path.join(temporaryFolder(), 'probes.json')
  writeFileSync(file, json)
  return readApplicationConfig(file)
}

test('every rule has a page, and every page has a rule', () => {
  expect(readdirSync(folder).toSorted()).toEqual(ids.map((id) => `${id}.md`).toSorted())
})

describe.each(ids)('the page of %s', (id) => {
  test('begins with the severity, the summary and the reason', () => {
    const { severity, summary, why } = rules[id]
    const head = `# ${id}\n\nSeverity: ${severity}.\n\n${summary}.\n\n${why}\n\n`
    expect(readPage(id).slice(0, head.length)).toBe(head)
  })

  test('links only to pages that exist', () => {
    const links = Array.from(readPage(id).matchAll(/\]\(([^)]*)\)/g), ([, link = '']) => link)
    expect(links.filter((link) => !isRuleId(link.replace(/\.md$/, '')))).toEqual([])
  })
})

test.each(ids.filter((id) => id !== 'input'))(
  'the page of %s has an example with one finding, its correction, and only comments that ignore it',
  (id) => {
    const page = readPage(id)
    const config = configOf(page)
    const rulesOf = (yaml: string) => lintText(yaml, config).map(({ rule }) => rule)
    const [example = '', correction = '', ...ignored] = blocks(page, 'yaml')
    expect(rulesOf(example)).toEqual([id])
    expect(rulesOf(correction)).toEqual([])
    for (const yaml of ignored) {
      expect(rulesOf(yaml)).toEqual([])
      expect(rulesOf(yaml.replaceAll(`# readyz-ignore ${id}: `, '# '))).toEqual([id])
    }
  },
)

test.each(['lint.md', 'other-linters.md'])('docs/%s links only to pages that exist', (name) => {
  const page = readFileSync(new URL(`../${name}`, folder), 'utf8')
  const links = Array.from(page.matchAll(/\]\(rules\/(.*?)\.md\)/g), ([, id = '']) => id)
  expect(links).not.toEqual([])
  expect(links.filter((id) => !isRuleId(id))).toEqual([])
})

test('the page of input has a command with one finding, and commands without findings', async () => {
  const page = readPage('input')
  const directory = temporaryFolder()
  const [manifest = ''] = blocks(page, 'yaml')
  mkdirSync(path.join(directory, 'k8s'))
  writeFileSync(path.join(directory, 'k8s/web.yaml'), manifest)
  const runAll = (commands = '') =>
    Promise.all(
      Array.from(commands.matchAll(/^readyz lint (.+)$/gm), async ([, file = '']) => {
        const { findings } = await lintFiles([path.join(directory, file)])
        return findings.map(({ rule }) => rule)
      }),
    )
  const [wrong, right] = blocks(page, 'sh')
  expect(await runAll(wrong)).toEqual([['input']])
  expect(await runAll(right)).toEqual([[], []])
})
