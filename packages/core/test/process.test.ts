import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)
const dist = new URL('../dist/', import.meta.url)
const index = new URL('index.js', dist).href

const importCore = `const { createProbes } = await import(${JSON.stringify(index)})`

/** Runs a module in a new process. Returns its output. */
async function runModule(source: string, ...flags: string[]): Promise<string> {
  // Rejects unless the exit code is 0. Node exits with 13 if a top-level await can never settle.
  const { stdout } = await run(
    process.execPath,
    [...flags, '--input-type=module', '--eval', source],
    { timeout: 100_000 },
  )
  return stdout.trim()
}

test('the process exits after a passed run, long before the deadline of the run', async () => {
  const printed = await runModule(`
    ${importCore}
    const check = () => new Promise((resolve) => setTimeout(resolve, 20))
    const probes = createProbes({ timeoutSeconds: 300, readiness: [{ name: 'db', check }] })
    const { status } = await probes.readiness()
    const idle = performance.now()
    process.on('exit', () => console.log(status, performance.now() - idle < 100_000))
  `)

  expect(printed).toBe('pass true')
})

test('the process exits after a timeout, although the check is still pending', async () => {
  const printed = await runModule(`
    ${importCore}
    const check = () => new Promise(() => {})
    const probes = createProbes({
      timeoutSeconds: 300,
      readiness: [{ name: 'db', check, timeout: 50 }],
      onTransition: () => {},
    })
    console.log((await probes.readiness()).checks[0].reason)
    const idle = performance.now()
    process.on('exit', () => console.log(performance.now() - idle < 100_000))
  `)

  expect(printed).toBe('timeout\ntrue')
})

test('the timer of a run keeps the process running until the deadline', async () => {
  const printed = await runModule(`
    ${importCore}
    const check = ({ signal }) => new Promise(() => {
      signal.addEventListener('abort', () => console.log('aborted'))
    })
    const probes = createProbes({
      timeoutSeconds: 0.1,
      readiness: [{ name: 'db', check }],
      onTransition: ({ to, reason }) => console.log(to, reason),
    })
    const { status } = await probes.handle('GET', '/readyz')
    console.log(status)
  `)

  // Without the message, because on a busy machine it reports a blocked event loop.
  expect(printed).toBe('aborted\nfail timeout\n503')
})

const leak = (check: string, rounds: number) => `
  ${importCore}
  const probes = createProbes({
    maxAge: 0,
    timeoutSeconds: 1,
    readiness: [{ name: 'db', check: ${check}, timeout: 1 }, { name: 'cache', check: async () => {} }],
    onTransition: () => {},
  })
  const repeat = async (times) => {
    for (let index = 0; index < times; index += 1) await probes.handle('GET', '/readyz')
  }
  const measure = () => {
    for (let index = 0; index < 4; index += 1) gc()
    return process.memoryUsage().heapUsed
  }
  await repeat(${rounds} / 10)
  const before = measure()
  await repeat(${rounds})
  console.log(measure() - before)
`

test.each([
  ['that pass', 'async () => {}'],
  ['that fail', 'async () => { throw new Error() }'],
  ['that read their signal', 'async ({ signal }) => signal.aborted'],
  ['that hang', '() => new Promise(() => {})'],
])('100,000 runs of checks %s do not grow the heap', async (_, check) => {
  expect(Number(await runModule(leak(check, 100_000), '--expose-gc'))).toBeLessThan(500_000)
})

test('1000 timeouts do not grow the heap', async () => {
  const check = '({ signal }) => new Promise((_, reject) => { signal.onabort = reject })'

  expect(Number(await runModule(leak(check, 1000), '--expose-gc'))).toBeLessThan(500_000)
})

test('core imports only its own files', async () => {
  const files = (await readdir(dist)).filter((file) => file.endsWith('.js'))
  const sources = await Promise.all(files.map((file) => readFile(new URL(file, dist), 'utf8')))
  const imported = sources.flatMap((source) =>
    Array.from(
      source.matchAll(/(?:\bfrom|\bimport|\brequire)\b\s*\(?\s*['"]([^'"]+)/g),
      ([, name = '']) => name,
    ),
  )

  expect(imported).toContain('./probes.js')
  expect(imported.filter((name) => !/^\.\/[a-z-]+\.js$/.test(name))).toEqual([])
})

test('core needs timers, a clock, an encoder, an AbortController and a console of its runtime', async () => {
  const printed = await runModule(`
    import { runInNewContext } from 'node:vm'
    const kept = new Set(runInNewContext('Object.getOwnPropertyNames(globalThis)'))
    for (const name of ['setTimeout', 'clearTimeout', 'performance', 'TextEncoder']) kept.add(name)
    for (const name of ['AbortController', 'console']) kept.add(name)
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (!kept.has(name)) delete globalThis[name]
    }
    ${importCore}
    const check = ({ signal }) => new Promise((_, reject) => { signal.onabort = reject })
    const probes = createProbes({ timeoutSeconds: 0.1, readiness: [{ name: 'db', check }] })
    const { status } = await probes.handle('GET', '/readyz', 'application/json')
    console.log(typeof process, status)
  `)

  expect(printed).toBe('undefined 503')
})

test('the declarations use no type of a runtime except AbortSignal', async () => {
  const project = await mkdtemp(join(tmpdir(), 'readyz-types-'))
  onTestFinished(() => rm(project, { recursive: true }))
  await symlink(fileURLToPath(dist), join(project, 'core'))
  await writeFile(
    join(project, 'use.ts'),
    `import { CheckError, createProbes } from './core/index.js'
     declare global { interface AbortSignal { readonly aborted: boolean } }
     const probes = createProbes({ readiness: [{ name: 'db', check: ({ signal }) => signal.aborted }] })
     const answer = probes.handle('GET', '/readyz')
     export const status = answer && 'status' in answer ? answer.status : new CheckError('x').code
     // @ts-expect-error -- proves that the declarations are read
     createProbes({ readyness: [] })
    `,
  )
  await writeFile(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        lib: ['es2023'],
        types: [],
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      },
      files: ['use.ts'],
    }),
  )
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json')

  const result = await run(process.execPath, [join(typescript, '../bin/tsc'), '-p', project]).catch(
    (error: { stdout: string }) => error,
  )

  expect(result.stdout).toBe('')
})
