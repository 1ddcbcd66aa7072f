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

describe('an example', () => {
  // As each of them has it; that they have it is checked where the examples are.
  const readiness = [{ name: 'db', check: () => {} }]
  const declaration = {
    ...createProbes({ timeoutSeconds: 5, readiness }).describe(),
    stop: { drainSeconds: 18, timeoutSeconds: 10 },
  }

  const manifests = files.filter((file) => file.endsWith('k8s.yaml'))

  test.each(manifests)('has nothing to object to in %s', async (file) => {
    const absolute = [path.join(root, file)]
    expect(await lintFiles(absolute)).toEqual([])
    expect(await lintFiles(absolute, { config: declaration })).toEqual([])
  })

  test('has a manifest', () => {
    expect(manifests.length).toBeGreaterThan(3)
  })
})

describe('documentation', () => {
  const pages = files.filter((file) => file.endsWith('.md'))
  const snippets = pages.flatMap((page) => {
    const text = readFileSync(path.join(root, page), 'utf8')
    const blocks = text.matchAll(/^```ya?ml\n(.*?)^```$/gms)
    return Array.from(blocks, ([, yaml = ''], index) => ({ name: `${page} ${index}`, yaml }))
  })

  test.each(snippets)('has nothing to object to in $name', ({ name, yaml }) => {
    expect(lint([{ file: name, text: yaml }])).toEqual([])
  })

  test('has snippets', () => {
    expect(snippets.length).toBeGreaterThan(3)
  })
})
