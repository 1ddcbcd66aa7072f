import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Server } from '../../../src/index.ts'
import { database, type Mood, user } from './server.ts'

const require = createRequire(import.meta.url)
const file = fileURLToPath(new URL('server.ts', import.meta.url))
const well: Mood = { password: 's3cret-of-the-app', health: 'well' }

export interface Toy extends Server {
  readonly user: string
  readonly password: string
  readonly database: string
  close(): Promise<void>
}

/** Starts a server in a process of its own, which can be stopped and go on. */
export async function startToy(): Promise<Toy> {
  const child = fork(file, { execArgv: ['--import', require.resolve('tsx')] })
  const [{ port }] = (await once(child, 'message')) as [AddressInfo]
  const put = async (mood: Mood) => {
    child.send(mood)
    await once(child, 'message')
  }
  const fault = (change: Partial<Mood>) => async () => {
    await put({ ...well, ...change })
    return () => put(well)
  }
  await put(well)
  return {
    host: '127.0.0.1',
    port,
    user,
    password: well.password,
    database,
    refusal: 'ERR FULL there are too many clients\n',
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    faults: {
      'clients are let in, and no request is answered': fault({ health: 'mute' }),
      'requests are answered with an error': fault({ health: 'ill' }),
      'the password is wrong': fault({ password: 'another' }),
    },
    async close() {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
