import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { refused } from '@readyz/conformance'
import { skipsIsolation } from '@readyz/servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startReadyz } from './run-command.ts'

async function startWaiting(before: readonly string[] = []) {
  const { host, port } = await refused()
  const wait = startReadyz(['wait', '--pg', `postgres://app:s3cret@${host}:${port}/app`], before)
  await wait.until(/^waiting/m)
  return wait
}

const signals = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const

test.each(signals)('wait exits at once on %s', async (signal) => {
  const { child } = await startWaiting()
  child.kill(signal)
  await once(child, 'exit')
  // A shell shows this as 128 plus the number of the signal.
  expect(child.signalCode).toBe(signal)
})

test.skipIf(skipsIsolation()).each(signals)(
  'wait as process 1 of a container exits on %s',
  async (signal, code) => {
    const pidNamespace = ['unshare', '--user', '--map-root-user', '--pid', '--fork']
    const wait = await startWaiting(pidNamespace)
    const { pid } = wait.child
    const [inner] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
    process.kill(Number(inner), signal)
    expect((await wait.end()).code).toBe(code)
  },
)

describe('wait with a client that blocks the event loop of its thread', () => {
  const wait = async (...args: readonly string[]) => {
    const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    const blocked = once(server, 'connection')
    await once(server, 'listening')
    const { port } = Object(server.address())
    const blockWorker = new URL('block-worker.mjs', import.meta.url)
    const environment = ['env', `NODE_OPTIONS=--import=${blockWorker.href}`, `BLOCKED_PORT=${port}`]
    const running = startReadyz(['wait', '--tcp', `127.0.0.1:${port}`, ...args], environment)
    await blocked
    return { running, port }
  }

  test('exits with 1 after the time limit', async () => {
    const { running, port } = await wait('--timeout', '5s')
    const { code, output } = await running.end()
    expect(code).toBe(1)
    expect(output).toMatch(
      new RegExp(
        `1 of 1 did not pass within 5 s:\\nmissing  tcp 127\\.0\\.0\\.1:${port}, timeout: .*\\n$`,
      ),
    )
  })

  test.each(signals)('exits on %s', async (signal) => {
    const { running } = await wait()
    running.child.kill(signal)
    await once(running.child, 'exit')
    expect(running.child.signalCode).toBe(signal)
  })
})

test('wait hides its arguments from the process list', async () => {
  const { child } = await startWaiting()
  expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).toMatch(/^readyz\0+$/)
})

test('wait keeps its exit code if the output pipe is closed', async () => {
  const { host, port } = await refused()
  const { child, until } = startReadyz(['wait', '--tcp', `${host}:${port}`])
  await until(/^waiting/m)
  child.stdout?.destroy()
  const server = createServer().listen(port, host)
  onTestFinished(() => void server.close())
  expect(await once(child, 'exit')).toEqual([0, null])
})
