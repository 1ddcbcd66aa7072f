import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { lintFiles } from '../../src/lint/lint.ts'
import { deployment, lintText, ready } from './manifests.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'readyz-encodings-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, content: string | Buffer): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

const bad = deployment(`${ready}\nlivenessProbe: {}`)
const rulesIn = async (...names: readonly string[]) =>
  (await lintFiles(names)).findings.map(
    ({ file, rule }) => `${path.relative(folder, file)} ${rule}`,
  )
const swap = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('lint reads a file in', () => {
  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${bad}`), ['schema']],
    ['UTF-16 of PowerShell', Buffer.from(`\uFEFF${bad}`, 'utf16le'), ['input', 'schema']],
    ['UTF-16 without a byte order mark', Buffer.from(bad, 'utf16le'), ['input', 'schema']],
    ['UTF-16 in the other byte order', swap(`\uFEFF${bad}`), ['input', 'schema']],
    ['lines that end in CR', bad.replaceAll('\n', '\r'), ['schema']],
    ['bytes that are not text', Buffer.from([0x61, 0xff, 0xfe, 0x62]), ['input']],
    ['text with a zero byte', `${bad}\0`, ['input']],
  ])('%s', async (_, content, rules) => {
    const file = write('encoded.yaml', content)
    const { findings } = await lintFiles([file])
    expect(findings.map(({ rule }) => rule)).toEqual(rules)
    const schema = findings.filter(({ rule }) => rule === 'schema').map(({ line }) => line)
    expect(schema).toEqual(schema.map(() => lintText(bad)[0]?.line))
  })
})

describe('lint reads JSON documents', () => {
  const pod = (name: string) =>
    `{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"${name}{\\"","readinessProbe":{}}]}}`

  test.each([
    ['without a separator', `${pod('a')}${pod('b')}`, [1, 1]],
    ['on lines', `${pod('a')}\n${pod('b')}\n`, [1, 2]],
    ['after several lines', `\n${pod('a')}\n\n\n${pod('b')}`, [2, 5]],
  ])('%s', (_, text, lines) => {
    const findings = lintText(text)
    expect(findings.map(({ line }) => line)).toEqual(lines)
    expect(findings.map(({ rule }) => rule)).toEqual(['schema', 'schema'])
  })

  test('and reports the column of a document behind another one', () => {
    const [first, second] = lintText(`${pod('a')}${pod('b')}`)
    expect(second?.column).toBe((first?.column ?? 0) + pod('a').length)
  })

  test('and reports JSON that is cut off', () => {
    expect(lintText(pod('a').slice(0, -3))).toMatchObject([{ rule: 'yaml' }])
  })
})

describe('lint reads', () => {
  test('the YAML and JSON files of a folder, also in folders of it', async () => {
    write('all/a.yaml', bad)
    write('all/b/c.yml', bad)
    write('all/b/d.json', '{}')
    write('all/b/readme.md', bad)
    write('all/node_modules/e.yaml', bad)
    expect(await rulesIn(path.join(folder, 'all'))).toEqual([
      'all/a.yaml schema',
      'all/b/c.yml schema',
    ])
  })

  test('the files of a pattern', async () => {
    write('some/a.yaml', bad)
    write('some/b/c.yaml', bad)
    expect(await rulesIn(`${folder}/some/**/*.yaml`)).toEqual([
      'some/a.yaml schema',
      'some/b/c.yaml schema',
    ])
  })

  test('no file of an empty folder or of a pattern without files, and reports it', async () => {
    mkdirSync(path.join(folder, 'empty'))
    const { findings } = await lintFiles([path.join(folder, 'empty'), `${folder}/none/*.yaml`])
    expect(findings).toMatchObject([
      { rule: 'input', message: 'matches no YAML or JSON file' },
      { rule: 'input', message: 'matches no YAML or JSON file' },
    ])
  })
})

describe('lint of nested aliases', () => {
  const items = (name: string) => `[${Array.from({ length: 10 }, () => `*${name}`).join(', ')}]`
  const levels = ['b', 'c', 'd', 'e', 'f', 'g', 'h']

  test('reports each object once', () => {
    const pod =
      'apiVersion: v1\nkind: List\na: &a { apiVersion: v1, kind: Pod, spec: { containers: [{ readinessProbe: {} }] } }'
    const lists = levels.map((name, index) => {
      const inner = items(index === 0 ? 'a' : (levels[index - 1] ?? 'a'))
      return `${name}: &${name} { apiVersion: v1, kind: List, items: ${inner} }`
    })
    const text = [pod, ...lists, `items: ${items('h')}`].join('\n')
    expect(lintText(text).map(({ rule }) => rule)).toEqual(['schema'])
  })

  test('reads each map once, also through merges', () => {
    const maps = levels.map((name, index) => {
      const inner = items(index === 0 ? 'a' : (levels[index - 1] ?? 'a'))
      return `${name}: &${name} { <<: ${inner} }`
    })
    const probe = 'a: &a { timeoutSeconds: 0.5 }'
    const pod = `apiVersion: v1\nkind: Pod\nspec: { containers: [{ readinessProbe: { <<: *h, exec: { command: [a] } } }] }`
    expect(lintText([probe, ...maps, pod].join('\n'))).toMatchObject([{ rule: 'whole-seconds' }])
  })
})

describe('lint of a List splits it into its items', () => {
  const pod = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'a', readinessProbe: {} }] },
  })
  const list = { apiVersion: 'v1', items: [pod('a'), pod('b')], kind: 'List', metadata: {} }
  const expected = [
    { object: 'Pod/a', field: 'items[0].spec.containers[0].readinessProbe' },
    { object: 'Pod/b', field: 'items[1].spec.containers[0].readinessProbe' },
  ]

  test.each([
    ['JSON', JSON.stringify(list)],
    ['JSON on several lines', JSON.stringify(list, undefined, 2)],
    ['YAML', stringify(list)],
    ['YAML whose items are not indented', stringify(list, { indentSeq: false })],
    ['YAML with comments and empty lines', `# a\n${stringify(list).replaceAll('\n', '\n\n# b\n')}`],
    ['YAML with anchors', stringify(list).replace('name: a', 'name: &a a')],
    [
      'YAML whose items begin below the dash',
      stringify(list).replaceAll('  - apiVersion', '  -\n    apiVersion'),
    ],
    ['YAML before another document', `${stringify(list)}---\napiVersion: v1\nkind: Service\n`],
  ])('in %s, and reports the path and the position', (_, text) => {
    const findings = lintText(text)
    expect(findings).toMatchObject(expected)
    const lines = text.split('\n')
    for (const { line, column } of findings) {
      expect(lines[line - 1]?.slice(column - 1)).toMatch(/^"?readinessProbe/)
    }
  })
})
