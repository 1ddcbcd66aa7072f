import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { generate, type Kind } from '../src/generate.ts'
import { run } from '../src/run.ts'
import { openWorkspace, top } from './workspace.ts'

const workspace = openWorkspace()
const { root } = workspace
afterAll(() => workspace.remove())

const jsonOf = (...names: readonly string[]) =>
  JSON.parse(readFileSync(path.join(...names, 'package.json'), 'utf8'))

describe.each<[Kind, string]>([
  ['driver', 'packages/drivers/memjs'],
  ['adapter', 'packages/adapters/koa'],
])('a new %s', (kind, neighbour) => {
  const folder = generate(root, kind, `@some/${kind}-of-ours`)

  test('stands where its neighbours stand', () => {
    expect(folder).toBe(`packages/${kind}s/some-${kind}-of-ours`)
    expect(readdirSync(path.join(root, folder)).toSorted()).toEqual([
      'README.md',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
    ])
  })

  test('is described as they are', () => {
    const made = jsonOf(root, folder)
    const described = jsonOf(top, neighbour)
    const own = {
      name: `@readyz/some-${kind}-of-ours`,
      description: expect.stringContaining(`@some/${kind}-of-ours`),
      devDependencies: { '@readyz/conformance': 'workspace:^' },
    }
    expect(made).toEqual({ ...described, ...own })
    expect(Object.keys(made)).toEqual(Object.keys(described))
  })

  test('has nothing of the template left in it', () => {
    const files = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'))
    expect(texts).toHaveLength(6)
    expect(texts.filter((text) => /made.?up/i.test(text))).toEqual([])
  })
})

describe('refuses', () => {
  test.each<[Kind, string, string]>([
    ['driver', '@readyz-is/taken', 'packages/drivers/readyz-is-taken'],
    ['adapter', 'readyz-is.taken', 'packages/drivers/readyz-is-taken'],
    ['driver', 'core', 'packages/core'],
    ['driver', 'drivers', 'packages/drivers'],
  ])('%s %s, which there is', (kind, name, there) => {
    mkdirSync(path.join(root, there), { recursive: true })
    expect(() => generate(root, kind, name)).toThrow(
      new TypeError(`expected a name that is not taken, got "${name}": there is ${there}`),
    )
    expect(existsSync(path.join(root, 'packages', 'adapters', 'readyz-is-taken'))).toBe(false)
  })

  test.each([
    [[], '""'],
    [['driver'], '"driver"'],
    [['driver', 'a', 'b'], '"driver a b"'],
    [['plugin', 'a'], '"plugin a"'],
    [['ioredis', 'driver'], '"ioredis driver"'],
  ])('the arguments %j, and says what there is', (args, got) => {
    expect(() => run(root, args)).toThrow(`expected a kind and a name, got ${got}`)
    expect(() => run(root, args)).toThrow(/^pnpm new driver <client> .*\npnpm new adapter/m)
  })
})

test('says where it is, and what comes next', () => {
  const said = run(root, ['adapter', 'polka'])
  expect(said).toContain('packages/adapters/polka is there')
  expect(said.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. '])
})
