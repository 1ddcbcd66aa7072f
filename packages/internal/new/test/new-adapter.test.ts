import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { generatePackage } from '../src/generate-package.ts'
import {
  expectUnwrittenPart,
  findProblems,
  type Replacement,
  replaceTexts,
  runTests,
  toolTimeout,
} from './check-package.ts'
import { openWorkspace } from './temporary-workspace.ts'

const workspace = openWorkspace()
afterAll(() => workspace.remove())
const folder = generatePackage(workspace.root, 'adapter', 'toy-framework')
workspace.link(folder)

// A framework whose middleware receives the request and the response of node:http.
const source: readonly Replacement[] = [
  [
    /readonly method.*\n.*\n.*\n.*accept.*\n/,
    `readonly req: {
    readonly method?: string | undefined
    readonly url?: string | undefined
    readonly headers: { readonly accept?: string | undefined }
  }
  readonly res: {
    readonly headersSent: boolean
    writeHead(status: number, headers: Record<string, string>): unknown
    end(): unknown
    end(body: string): unknown
    destroy(): unknown
  }
`,
  ],
  [
    'context.method, context.url, context.headers.accept',
    'context.req.method, context.req.url, context.req.headers.accept',
  ],
  [
    '_context: ToyFrameworkContext, { status }',
    '{ req, res }: ToyFrameworkContext, { status, headers, body }',
  ],
  [
    /throw new Error\(`fill in: .*`\)/,
    `if (res.headersSent) return
  res.writeHead(status, headers)
  if (req.method === 'HEAD') res.end()
  else res.end(body)`,
  ],
  ['_context: ToyFrameworkContext', '{ res }: ToyFrameworkContext'],
  ["throw new Error('fill in: close the connection')", 'res.destroy()'],
]

const application: Replacement = [
  /const variant = .*\n.*`\)/,
  `return (req, res) => {
    const hello = () => {
      const [target] = req.url?.split('?') ?? []
      if (target === '/hello') res.end('hello')
      else if (target === '/echo') req.pipe(res)
      else if (target === '/throw') res.writeHead(500).end('broken')
      else if (target === '/stream') {
        res.write('one')
        setTimeout(() => res.end('two'), 5)
      } else res.writeHead(404).end()
    }
    if (middleware === undefined) hello()
    else middleware({ req, res }, hello)
  }`,
]

const frozenContext: Replacement = [
  /\{ method: 'GET', url: '\/hello', headers: Object.freeze\(\{\}\) \}/,
  "{ req: Object.freeze({ method: 'GET', url: '/hello', headers: Object.freeze({}) }) }",
]

const replaceIn = (file: string, ...replacements: readonly Replacement[]) =>
  replaceTexts(path.join(workspace.root, folder, file), replacements)

test(
  'a new adapter builds and passes all checks, and its one failing test names the part to write',
  async () => {
    expect(await findProblems(workspace, folder)).toEqual({})
    expectUnwrittenPart(await runTests(workspace, folder), 'fill in: an application')
  },
  toolTimeout,
)

test(
  'an adapter with all parts written passes its tests and all checks',
  async () => {
    replaceIn('src/index.ts', ...source)
    replaceIn('test/conformance.test.ts', application)
    replaceIn('test/index.test.ts', frozenContext)
    const outcomes = await runTests(workspace, folder)
    expect(outcomes.length).toBeGreaterThan(10)
    expect(outcomes.filter(({ isPassed }) => !isPassed)).toEqual([])
    await workspace.run('biome', 'check', '--write', folder)
    expect(await findProblems(workspace, folder)).toEqual({})
  },
  toolTimeout,
)
