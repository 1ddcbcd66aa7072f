import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { type Cluster, createCluster } from './cluster.ts'
import { configure, launch, type PostgresOptions, relaunch } from './launch.ts'
import { freePort, host } from './port.ts'
import { freezeTree, gone, isAlive, killTree, thawTree } from './processes.ts'
import { watch } from './watchdog.ts'

/** A PostgreSQL of its own, in a directory of its own. */
export interface Postgres {
  readonly host: string
  readonly port: number
  readonly socketDirectory: string
  readonly user: string
  readonly password: string
  readonly database: string
  readonly url: string
  /** Of the postmaster, the last one if none runs. */
  readonly pid: number
  /** Runs SQL in the database `postgres` as the superuser, also when all other slots are taken. */
  sql(text: string): Promise<void>
  /** Starts it again on the same directory and port; nothing to do if it runs. */
  start(): Promise<void>
  /** Shuts it down in good order and disconnects everyone, after five seconds by force. */
  stop(): Promise<void>
  restart(): Promise<void>
  /** SIGKILL to every process at once; the kernel ends the clients' connections. */
  kill(): Promise<void>
  /** SIGSTOP to every process: the kernel still accepts connections, nobody answers. */
  freeze(): void
  thaw(): void
  /** Stops it in whatever state it is and removes the directory. */
  close(): Promise<void>
}

const app = { user: 'app', password: 's3cret-pw', database: 'app' } as const

function makeDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'readyz-pg-'))
}

async function asSuperuser(directory: string, port: number, text: string): Promise<void> {
  const account = { user: 'postgres', database: 'postgres' }
  const client = new Client({ host: directory, port, ...account, connectionTimeoutMillis: 5000 })
  // A server that is killed meanwhile is told to the query already.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

async function launchSomewhere(cluster: Cluster, settings: Readonly<Record<string, string>>) {
  const port = await freePort()
  try {
    return { port, child: await launch(cluster, { ...settings, port: String(port) }) }
  } catch (error) {
    // Someone else took the port since.
    if (!String(error).includes('Address already in use')) throw error
    return launchSomewhere(cluster, settings)
  }
}

/** Starts a real server on a free port of loopback and makes the account and database `app`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const directory = makeDirectory()
  let child: ChildProcess | undefined
  const pid = () => child?.pid ?? 0
  // Node learns of the end a little later than the kernel, if someone else brought it about.
  const isUp = () => child?.exitCode === null && child.signalCode === null && isAlive(pid())

  const kill = async () => {
    if (!child || !isUp()) return
    const ended = once(child, 'exit')
    const killed = killTree(pid())
    await ended
    await gone(killed)
  }
  const stop = async () => {
    if (!child || !isUp()) return
    const ended = once(child, 'exit')
    thawTree(pid())
    child.kill('SIGINT')
    const force = setTimeout(() => void kill(), 5000)
    await ended
    clearTimeout(force)
  }
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  const abandon = () => {
    if (isUp()) killTree(pid())
    remove()
  }
  process.once('exit', abandon)
  const dismiss = watch(directory)
  const close = async () => {
    await stop()
    remove()
    process.off('exit', abandon)
    await dismiss()
  }

  const boot = async () => {
    const cluster = await createCluster(directory)
    const settings = { ...configure(cluster, options), unix_socket_directories: directory }
    const { port, child: first } = await launchSomewhere(cluster, settings)
    child = first
    await asSuperuser(directory, port, `CREATE ROLE app LOGIN PASSWORD '${app.password}'`)
    await asSuperuser(directory, port, 'CREATE DATABASE app OWNER app')
    return { cluster, settings: { ...settings, port: String(port) }, port }
  }
  const { cluster, settings, port } = await boot().catch(async (error: unknown) => {
    await close()
    throw error
  })

  const start = async () => {
    if (!isUp()) child = await relaunch(cluster, settings)
  }
  const restart = async () => {
    await stop()
    await start()
  }
  // A server that is told to go while it is still coming would come after all.
  let last = Promise.resolve()
  const inTurn = (command: () => Promise<void>) => {
    last = last.then(command, command)
    return last
  }
  return {
    host,
    port,
    socketDirectory: directory,
    ...app,
    url: `postgres://${app.user}:${app.password}@${host}:${port}/${app.database}`,
    get pid() {
      return pid()
    },
    sql: (text) => asSuperuser(directory, port, text),
    start: () => inTurn(start),
    stop: () => inTurn(stop),
    restart: () => inTurn(restart),
    kill: () => inTurn(kill),
    freeze: () => void (isUp() && freezeTree(pid())),
    thaw: () => (isUp() ? thawTree(pid()) : undefined),
    close: () => inTurn(close),
  }
}
