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
const folder = generatePackage(workspace.root, 'driver', '@toy/client')
workspace.link(folder)

// A protocol with one request, `PING\n`, and one response, `PONG\n`.
const source: readonly Replacement[] = [
  ["throw new Error('fill in: the bytes of the request')", "return 'PING\\n'"],
  [
    /throw new Error\(`fill in: whether .*`\)/,
    `const text = received.toString()
  if (text !== 'PONG\\n'.slice(0, text.length)) {
    throw new ServerError('the response is not PONG', 'invalid')
  }
  return text === 'PONG\\n' || undefined`,
  ],
]

const conformance: readonly Replacement[] = [
  [
    'import { type Address,',
    "import { once } from 'node:events'\nimport { type AddressInfo, connect, createServer } from 'node:net'\nimport { type Address,",
  ],
  [
    /throw new Error\(`fill in: a real client .*`\)/,
    `const ping = async () => {
    const socket = connect(port, host)
    try {
      socket.write('PING\\n')
      await once(socket, 'data')
    } finally {
      socket.destroy()
    }
  }
  return { client: { host, port }, use: ping, close: () => {} }`,
  ],
  [
    /const server: Server .*/,
    `const toy = createServer((socket) => {
  socket.on('error', () => {}).on('data', () => socket.write('PONG\\n'))
}).listen(0, '127.0.0.1')
await once(toy, 'listening')
const { port } = toy.address() as AddressInfo
const server: Server = { host: '127.0.0.1', port }
afterAll(() => void toy.close())`,
  ],
  ['import { expect, test }', 'import { afterAll, expect, test }'],
]

const replaceIn = (file: string, replacements: readonly Replacement[]) =>
  replaceTexts(path.join(workspace.root, folder, file), replacements)

test(
  'a new driver builds and passes all checks, and its one failing test names the part to write',
  async () => {
    expect(await findProblems(workspace, folder)).toEqual({})
    expectUnwrittenPart(await runTests(workspace, folder), 'fill in: a real client')
  },
  toolTimeout,
)

test(
  'with a client and a server, the one failing test names the request, which is not written yet',
  async () => {
    replaceIn('test/conformance.test.ts', conformance)
    expect(await findProblems(workspace, folder)).toEqual({})
    expectUnwrittenPart(await runTests(workspace, folder), 'fill in: the bytes')
  },
  toolTimeout,
)

test(
  'a driver with all parts written passes its tests and all checks',
  async () => {
    replaceIn('src/index.ts', source)
    const outcomes = await runTests(workspace, folder)
    expect(outcomes.length).toBeGreaterThan(20)
    expect(outcomes.filter(({ isPassed }) => !isPassed)).toEqual([])
    await workspace.run('biome', 'check', '--write', folder)
    expect(await findProblems(workspace, folder)).toEqual({})
  },
  toolTimeout,
)
