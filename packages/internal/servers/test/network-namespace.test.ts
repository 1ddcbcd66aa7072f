import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { canIsolate, runIsolated, skipsIsolation } from '../src/index.ts'

test('canIsolate() is true on a system with namespaces', () => {
  const [program, ...args] = ['unshare', '--user', '--map-root-user', '--net', '--mount', 'true']
  expect(canIsolate()).toBe(spawnSync(program, args).status === 0)
})

describe.skipIf(skipsIsolation())('an isolated script', () => {
  test('has only the loopback interface, and the resolver configuration of the test', async () => {
    const result = await runIsolated(new URL('./print-isolated-environment.mjs', import.meta.url), {
      args: ['a', 'b'],
      execArgv: ['--no-warnings'],
      env: { READYZ_TEST: 'c' },
    })
    expect(result).toMatchObject({ code: 3, stderr: 'to stderr' })
    expect(JSON.parse(result.stdout)).toEqual({
      interfaces: ['lo'],
      loopback: 'connects',
      outside: 'ENETUNREACH',
      resolver: 'nameserver 127.0.0.1\noptions timeout:1 attempts:2\n',
      hosts: ['hosts: files dns'],
      args: ['a', 'b'],
      execArgv: ['--no-warnings'],
      env: 'c',
    })
  })

  test('is killed after its time limit', async () => {
    const result = await runIsolated(new URL('./never-exits.mjs', import.meta.url), {
      timeout: 10_000,
    })
    expect(result).toEqual({ code: null, stdout: 'started', stderr: '' })
  })
})
