import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@readyz/servers'
import { expect, onTestFinished, test } from 'vitest'

test('after SIGTERM readiness fails, and liveness and the page are still served', async () => {
  const db = await startPostgres()
  onTestFinished(() => db.close())
  const child = fork(fileURLToPath(new URL('../src/server.ts', import.meta.url)), [], {
    env: { ...process.env, DATABASE_URL: db.url, PORT: '0', HOST: '127.0.0.1' },
    execArgv: ['--conditions=@readyz/source', '--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  if (child.stdout === null) throw new Error('the server has no output')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const url = String(line).replace('listening on ', '')
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`)
    return { status: response.status, body: await response.text() }
  }

  expect(await get('/readiness')).toEqual({ status: 200, body: 'OK' })
  child.kill('SIGTERM')
  // The process may answer probes before it handles the signal.
  let readiness = await get('/readiness')
  while (readiness.status === 200) readiness = await get('/readiness')
  expect(readiness).toEqual({ status: 503, body: 'process: shutting down.' })
  expect(await get('/healthz')).toEqual({ status: 200, body: 'OK' })
  expect(await get('/')).toMatchObject({ status: 200 })
})
