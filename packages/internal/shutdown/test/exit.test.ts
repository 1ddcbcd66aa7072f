import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { skipsIsolation } from '@readyz/servers'
import { describe, expect, test } from 'vitest'
import type { Application } from '../src/start-application.ts'
import { get, openConnection, start, startDraining, untilRefused } from './fixture.ts'

const prefix = 'readyz: not stopped gracefully: '

describe('the hooks of beforeExit', () => {
  test('run in order even if a hook fails, and all failures are printed on one line', async () => {
    const hooks = ['throws first', 'hangs', 'works', 'throws last']
    const application = await start({ hooks })
    application.child.kill('SIGTERM')
    expect(await application.ended).toEqual({
      code: 1,
      stderr:
        `${prefix}throws first failed: throws first was here, ` +
        'hangs did not finish within 0.3 s, throws last failed: throws last was here\n',
    })
    expect(application.lines.slice(1)).toEqual([
      ...hooks.map((name) => `hook ${name}`),
      'hooks ran',
    ])
  })

  test('run after the last request has been answered', async () => {
    const application = await start({})
    const connection = await openConnection(application)
    connection.socket.write(get('/download/1'))
    await connection.receives(/200 OK/)
    application.child.kill('SIGTERM')
    await connection.receives(/^.{80000}/s)
    expect(application.lines).not.toContain('hooks ran')
    await connection.closed
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
    expect(application.lines).toContain('hooks ran')
  })
})

/** Sends a signal until the process exits, because the process ignores duplicates for a second. */
async function signalUntilExit(signal: () => void, { ended }: Application): Promise<void> {
  const sending = setInterval(signal, 100)
  await ended
  clearInterval(sending)
}

/** Sends SIGTERM to a process that may have ended already. */
function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if (Object(error).code !== 'ESRCH') throw error
  }
}

describe('a second signal', () => {
  test('is ignored if it repeats the first signal within a second, also while the event loop is blocked', async () => {
    const application = await start({ drainSeconds: 2 })
    const connection = await openConnection(application)
    connection.socket.write(get('/stop-twice/1'))
    await connection.receives(/1$/)
    expect(await application.ended).toEqual({ code: 0, stderr: '' })
  })

  test('ends the process at once if it repeats the first signal after more than a second', async () => {
    const application = await start({ drainSeconds: 600 })
    await signalUntilExit(() => application.child.kill('SIGTERM'), application)
    expect(await application.ended).toEqual({
      code: 143,
      stderr: `${prefix}received a second signal, SIGTERM\n`,
    })
    expect(application.lines).not.toContain('hooks ran')
  })

  test('ends the process at once if it differs from the first signal', async () => {
    const application = await start({ drainSeconds: 600, signals: ['SIGTERM', 'SIGINT'] })
    await startDraining(application)
    application.child.kill('SIGINT')
    expect(await application.ended).toEqual({
      code: 130,
      stderr: `${prefix}received a second signal, SIGINT\n`,
    })
  })
})

test('stopGracefully prints a warning if a framework closes the server on the signal', async () => {
  const application = await start({ kind: 'nest', drainSeconds: 0.5 })
  application.child.kill('SIGTERM')
  const { stderr } = await application.ended
  expect(stderr.split('\n').slice(0, 2)).toEqual([
    'readyz: SIGTERM has another listener, which may close servers or exit before requests are drained',
    'readyz: other code closed a server before drainSeconds had passed',
  ])
})

test('a process whose server never listened skips drainSeconds, runs its hooks and exits with 0', async () => {
  const application = await start({ listens: false, drainSeconds: 60 })
  application.child.kill('SIGTERM')
  expect(await application.ended).toEqual({ code: 0, stderr: '' })
  expect(application.lines).toContain('hooks ran')
})

test('a server that starts to listen after the servers were closed is closed as well', async () => {
  const application = await start({ listens: false, timeoutSeconds: 2, hooks: ['hangs'] })
  const hooked = new Promise<void>((resolve) => {
    application.child.stdout?.on('data', (text) => String(text).includes('hook hangs') && resolve())
  })
  application.child.kill('SIGTERM')
  await hooked
  expect(application.lines).not.toContain('closed')
  application.child.kill('SIGUSR2')
  expect(await application.ended).toMatchObject({
    code: 1,
    stderr: `${prefix}hangs did not finish within 0.3 s\n`,
  })
  expect(application.lines).toContain('closed')
})

test.skipIf(skipsIsolation())(
  'a process with pid 1, as in a container, stops gracefully',
  async () => {
    const unshare = [
      'unshare',
      '--user',
      '--map-root-user',
      '--pid',
      '--fork',
      '--kill-child',
    ] as const
    const application = await start({}, [...unshare, process.execPath])
    const { pid } = application.child
    expect(application.lines[0]).toMatch(/ 1$/)
    const connection = await openConnection(application)
    connection.socket.write(get('/download/1'))
    await connection.receives(/200 OK/)
    const inside = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'))
    process.kill(inside, 'SIGTERM')
    await connection.closed
    expect(connection.received()).toMatch(/0\r\n\r\n$/)
    expect(await application.ended).toEqual({ code: 0, stderr: '' })

    const other = await start({ drainSeconds: 600 }, [...unshare, process.execPath])
    const childPid = Number(
      readFileSync(`/proc/${other.child.pid}/task/${other.child.pid}/children`, 'utf8'),
    )
    await signalUntilExit(() => terminate(childPid), other)
    expect(await other.ended).toMatchObject({ code: 143 })
  },
)

test('the listener of listen() answers probes while the shutdown awaits a request', async () => {
  const application = await start({ timeoutSeconds: 3 })
  const connection = await openConnection(application)
  connection.socket.write(get('/hang/1'))
  await once(application.child.stdout ?? application.child, 'data')
  application.child.kill('SIGTERM')
  await untilRefused(application)
  const statusOf = async (path: string) => (await fetch(`${application.probeUrl}${path}`)).status
  expect([await statusOf('/readyz'), await statusOf('/healthz')]).toEqual([503, 200])
  expect(await application.ended).toMatchObject({ code: 1 })
})
