import { type Postgres, startPostgres } from '@readyz/servers'

export type DatabaseState = 'running' | 'frozen' | 'stopped' | 'starting' | 'stopping'

export type Server = Pick<Postgres, 'url' | 'stop' | 'start' | 'freeze' | 'thaw' | 'close'>

/** The PostgreSQL server of the demo. It ignores a command while another one runs. */
export interface Database extends Server {
  readonly state: DatabaseState
  /** When the state last changed, on the clock of `performance`. */
  readonly since: number
  restart(): Promise<void>
}

export async function startDatabase(): Promise<Database> {
  return trackState(await startPostgres())
}

/** Adds the state to a server. */
export function trackState(server: Server): Database {
  let state: DatabaseState = 'running'
  let since = performance.now()
  let running: Promise<void> | undefined

  function setState(next: DatabaseState): void {
    state = next
    since = performance.now()
  }

  function run(command: () => Promise<void>): Promise<void> {
    if (running) return Promise.resolve()
    running = command().finally(() => {
      running = undefined
    })
    return running
  }

  async function stop(): Promise<void> {
    setState('stopping')
    await server.stop()
    setState('stopped')
  }

  async function start(): Promise<void> {
    setState('starting')
    await server.start()
    setState('running')
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
      setState('frozen')
    },
    thaw() {
      if (state !== 'frozen') return
      server.thaw()
      setState('running')
    },
    async close() {
      // Otherwise a server that is still starting would keep running.
      await running?.catch(() => {})
      await server.close()
    },
  }
}
