import { type Postgres, startPostgres } from '@readyz/servers'

export type DatabaseState = 'running' | 'frozen' | 'stopped' | 'starting' | 'stopping'

export type Server = Pick<Postgres, 'url' | 'stop' | 'start' | 'freeze' | 'thaw' | 'close'>

/** The demo's own PostgreSQL, and what can be done to it. A command that comes while another runs is ignored. */
export interface Database extends Server {
  readonly state: DatabaseState
  /** Since when it is in that state, on the clock of `performance`. */
  readonly since: number
  restart(): Promise<void>
}

export async function startDatabase(): Promise<Database> {
  return control(await startPostgres())
}

export function control(server: Server): Database {
  let state: DatabaseState = 'running'
  let since = performance.now()
  let underway: Promise<void> | undefined

  function become(next: DatabaseState): void {
    state = next
    since = performance.now()
  }

  function run(command: () => Promise<void>): Promise<void> {
    if (underway) return Promise.resolve()
    underway = command().finally(() => {
      underway = undefined
    })
    return underway
  }

  async function stop(): Promise<void> {
    become('stopping')
    await server.stop()
    become('stopped')
  }

  async function start(): Promise<void> {
    become('starting')
    await server.start()
    become('running')
  }

  return {
    url: server.url,
    get state() {
      return state
    },
    get since() {
      return since
    },
    stop: () => run(stop),
    start: () => run(start),
    restart: () =>
      run(async () => {
        await stop()
        await start()
      }),
    freeze() {
      if (state !== 'running') return
      server.freeze()
      become('frozen')
    },
    thaw() {
      if (state !== 'frozen') return
      server.thaw()
      become('running')
    },
    async close() {
      // One that starts meanwhile would be left behind.
      await underway?.catch(() => {})
      await server.close()
    },
  }
}
