import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Server } from '../../../src/index.ts'
import { database, type State, user } from './server.ts'

const require = createRequire(import.meta.url)
const file = fileURLToPath(new URL('server.ts', import.meta.url))
const healthy: State = { password: 's3cret-of-the-app', requests: 'answered' }

export interface LineServer extends Server {
  readonly user: string
  readonly password: string
  readonly database: string
  close(): Promise<void>
}

/** Starts the server in a child process, so that it can be stopped with SIGSTOP. */
export async function startLineServer(): Promise<LineServer> {
  const child = fork(file, { execArgv: ['--import', require.resolve('tsx')] })
  const [{ port }] = (await once(child, 'message')) as [AddressInfo]
  const setState = async (state: State) => {
    child.send(state)
    await once(child, 'message')
  }
  const fault = (change: Partial<State>) => async () => {
    await setState({ ...healthy, ...change })
    return () => setState(healthy)
  }
  await setState(healthy)
  return {
    host: '127.0.0.1',
    port,
    user,
    password: healthy.password,
    database,
    connectionLimitError: 'ERR FULL there are too many clients\n',
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    faults: {
      'no request is answered after the login': fault({ requests: 'silent' }),
      'every request returns an error': fault({ requests: 'failing' }),
      'the password is wrong': fault({ password: 'another' }),
    },
    async close() {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
