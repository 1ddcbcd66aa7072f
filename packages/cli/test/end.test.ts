import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { refused } from '@readyz/conformance'
import { skipsIsolation } from '@readyz/servers'
import { expect, onTestFinished, test } from 'vitest'
import { startReadyz } from './run.ts'

async function waitForNobody(before: readonly string[] = []) {
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

test.each(signals)('%s ends it at once', async (signal) => {
  const { child } = await waitForNobody()
  const sent = performance.now()
  child.kill(signal)
  await once(child, 'exit')
  // What a shell shows as 128 and the number of the signal.
  expect(child.signalCode).toBe(signal)
  expect(performance.now() - sent).toBeLessThan(1000)
})

test.skipIf(skipsIsolation()).each(signals)(
  '%s also ends process 1 of a container',
  async (signal, code) => {
    const container = ['unshare', '--user', '--map-root-user', '--pid', '--fork']
    const wait = await waitForNobody(container)
    const { pid } = wait.child
    const [inner] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
    process.kill(Number(inner), signal)
    expect((await wait.end()).code).toBe(code)
  },
)

test('the password is not in the list of processes', async () => {
  const { child } = await waitForNobody()
  expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).toMatch(/^readyz\0+$/)
})

test('a reader that goes away changes no exit code', async () => {
  const { host, port } = await refused()
  const { child, until } = startReadyz(['wait', '--tcp', `${host}:${port}`])
  await until(/^waiting/m)
  child.stdout?.destroy()
  const server = createServer().listen(port, host)
  onTestFinished(() => void server.close())
  expect(await once(child, 'exit')).toEqual([0, null])
})
