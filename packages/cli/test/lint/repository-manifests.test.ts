import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProbes } from '@readyz/core'
import { describe, expect, test } from 'vitest'
import { lint, lintFiles } from '../../src/lint/lint.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const files = ['.', 'docs', 'examples', 'packages']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map(
      (file) => path.join(folder, file),
    ),
  )
  .filter((file) => !file.includes('node_modules'))

describe('lint of the examples', () => {
  // The configuration of each example. The tests of the examples check that they use it.
  const readiness = [{ name: 'db', check: () => {} }]
  const config = {
    ...createProbes({ timeoutSeconds: 5, readiness }).describe(),
    stop: { drainSeconds: 18, timeoutSeconds: 10 },
  }

  const manifests = files.filter((file) => file.endsWith('k8s.yaml'))

  test.each(manifests)('finds no problem in %s', async (file) => {
    const absolute = [path.join(root, file)]
    expect((await lintFiles(absolute)).findings).toEqual([])
    expect((await lintFiles(absolute, { config })).findings).toEqual([])
  })

  test('finds at least one manifest', () => {
    expect(manifests.length).toBeGreaterThan(3)
  })
})

describe('lint of the documentation', () => {
  // The pages of the rules contain examples with findings, which rule-pages.test.ts checks.
  const rulePages = path.join('packages', 'cli', 'docs', 'rules', path.sep)
  const pages = files.filter((file) => file.endsWith('.md') && !file.startsWith(rulePages))
  const snippets = pages.flatMap((page) => {
    const text = readFileSync(path.join(root, page), 'utf8')
    const blocks = text.matchAll(/^```ya?ml\n(.*?)^```$/gms)
    return Array.from(blocks, ([, yaml = ''], index) => ({ name: `${page} ${index}`, yaml }))
  })

  test.each(snippets)('finds no problem in $name', ({ name, yaml }) => {
    expect(lint([{ file: name, text: yaml }])).toEqual([])
  })

  test('finds at least one snippet', () => {
    expect(snippets.length).toBeGreaterThan(3)
  })
})
