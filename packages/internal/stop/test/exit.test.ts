import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { skipsIsolation } from '@readyz/servers'
import { describe, expect, test } from 'vitest'
import type { Application } from '../src/rehearsal.ts'
import { dial, get, refusing, started, tellToStop } from './started.ts'

const prefix = 'readyz: not stopped gracefully: '

describe('hooks', () => {
  test('run in their order, whatever became of those before, and each failure is told on one line', async () => {
    const hooks = ['throws first', 'hangs', 'works', 'throws last']
    const application = await started({ hooks })
    application.child.kill('SIGTERM')
    expect(await application.ended).toEqual({
      code: 1,
      stderr: `${prefix}throws first failed: throws first was here, hangs took longer than 0.3 s, throws last failed: throws last was here\n`,
    })
    expect(application.lines.slice(1)).toEqual([
      ...hooks.map((name) => `hook ${name}`),
      'hooks ran',
    ])
  })

  test('run when no request is left', async () => {
    const application = await started({})
    const line = await dial(application)
    line.socket.write(get('/download/1'))
    await line.hears(/200 OK/)
    application.child.kill('SIGTERM')
    await line.hears(/^.{80000}/s)
    expect(application.lines).not.toContain('hooks ran')
    await line.closed
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
    expect(application.lines).toContain('hooks ran')
  })
})

/** Sends a signal until it ends the process: as long as it may be a duplicate, it does not. */
async function insistOn(signal: () => void, { ended }: Application): Promise<void> {
  const sending = setInterval(signal, 100)
  await ended
  clearInterval(sending)
}

describe('a further signal', () => {
  test('is ignored if it is the same within a second, also while the event loop is blocked', async () => {
    const application = await started({ drainSeconds: 2 })
    const line = await dial(application)
    line.socket.write(get('/stop-twice/1'))
    await line.hears(/1$/)
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  })

  test('ends the process at once if it is the same and comes later', async () => {
    const application = await started({ drainSeconds: 600 })
    await insistOn(() => application.child.kill('SIGTERM'), application)
    expect(await application.ended).toEqual({
      code: 143,
      stderr: `${prefix}a second signal, SIGTERM, ended it\n`,
    })
    expect(application.lines).not.toContain('hooks ran')
  })

  test('ends the process at once if it is another', async () => {
    const application = await started({ drainSeconds: 600, signals: ['SIGTERM', 'SIGINT'] })
    await tellToStop(application)
    application.child.kill('SIGINT')
    expect(await application.ended).toEqual({
      code: 130,
      stderr: `${prefix}a second signal, SIGINT, ended it\n`,
    })
  })
})

test('warns of a framework that listens to the signal and closes the server before drainSeconds have passed', async () => {
  const application = await started({ kind: 'nest', drainSeconds: 0.5 })
  application.child.kill('SIGTERM')
  const { stderr } = await application.ended
  expect(stderr.split('\n').slice(0, 2)).toEqual([
    'readyz: SIGTERM has another listener, which may close servers or exit before requests are drained',
    'readyz: something else closed a server before drainSeconds had passed',
  ])
})

test('a process that has not got so far as to listen does not drain, and its hooks run', async () => {
  const application = await started({ listens: false, drainSeconds: 60 })
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('hooks ran')
})

test('a server that listens when it is to be closed already is closed', async () => {
  const application = await started({ listens: false, timeoutSeconds: 2, hooks: ['hangs'] })
  const hooked = new Promise<void>((resolve) => {
    application.child.stdout?.on('data', (text) => String(text).includes('hook hangs') && resolve())
  })
  application.child.kill('SIGTERM')
  await hooked
  expect(application.lines).not.toContain('closed')
  application.child.kill('SIGUSR2')
  expect(await application.ended).toMatchObject({
    code: 1,
    stderr: `${prefix}hangs took longer than 0.3 s\n`,
  })
  expect(application.lines).toContain('closed')
})

test.skipIf(skipsIsolation())('the first process of a container stops too', async () => {
  const unshare = [
    'unshare',
    '--user',
    '--map-root-user',
    '--pid',
    '--fork',
    '--kill-child',
  ] as const
  const application = await started({}, [...unshare, process.execPath])
  const { pid } = application.child
  expect(application.lines[0]).toMatch(/ 1$/)
  const line = await dial(application)
  line.socket.write(get('/download/1'))
  await line.hears(/200 OK/)
  const inside = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'))
  process.kill(inside, 'SIGTERM')
  await line.closed
  expect(line.received()).toMatch(/0\r\n\r\n$/)
  expect(await application.ended).toEqual({ code: 0, stderr: '' })

  const other = await started({ drainSeconds: 600 }, [...unshare, process.execPath])
  const its = Number(
    readFileSync(`/proc/${other.child.pid}/task/${other.child.pid}/children`, 'utf8'),
  )
  await insistOn(() => process.kill(its, 'SIGTERM'), other)
  expect(await other.ended).toMatchObject({ code: 143 })
})

test('the probes on a port of their own are answered while a request is waited for', async () => {
  const application = await started({ timeoutSeconds: 3 })
  const line = await dial(application)
  line.socket.write(get('/hang/1'))
  await once(application.child.stdout ?? application.child, 'data')
  application.child.kill('SIGTERM')
  await refusing(application)
  const statusOf = async (path: string) => (await fetch(`${application.probeUrl}${path}`)).status
  expect([await statusOf('/readyz'), await statusOf('/healthz')]).toEqual([503, 200])
  expect(await application.ended).toMatchObject({ code: 1 })
})
