import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

test('stopGracefully throws in a worker thread, which receives no signals', async () => {
  const script = fileURLToPath(new URL('worker-thread-program.ts', import.meta.url))
  const flags = ['--conditions=@readyz/source', '--import', import.meta.resolve('tsx')]
  const child = spawn(process.execPath, [...flags, script])
  onTestFinished(() => void child.kill())
  expect(await text(child.stdout)).toBe(
    'TypeError: stopGracefully must be called in the main thread: a worker thread receives no signals\n',
  )
})
