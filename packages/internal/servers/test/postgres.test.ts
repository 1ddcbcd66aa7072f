import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../src/index.ts'
import { isAlive } from '../src/processes.ts'
import { asApp, ask } from './ask.ts'

describe('a running server', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.close())

  const bySocket = () => ({
    host: postgres.socketDirectory,
    port: postgres.port,
    user: postgres.user,
    database: postgres.database,
    password: postgres.password,
  })

  test('answers over TCP and over the unix socket', async () => {
    expect(await ask(postgres.url)).toEqual(asApp)
    expect(await ask(bySocket())).toEqual(asApp)
  })

  test('refuses a wrong password over TCP and over the unix socket', async () => {
    const wrong = { password: 'wrong' }
    const refusal = { code: '28P01' }
    await expect(ask({ ...bySocket(), ...wrong })).rejects.toMatchObject(refusal)
    await expect(ask({ ...bySocket(), ...wrong, host: postgres.host })).rejects.toMatchObject(
      refusal,
    )
  })

  test('is the process of its id', () => {
    expect(readFileSync(`/proc/${postgres.pid}/cmdline`, 'utf8')).toContain(
      postgres.socketDirectory,
    )
    expect(readFileSync(`/proc/${postgres.pid}/comm`, 'utf8')).toBe('postgres\n')
  })

  test('runs SQL as superuser', async () => {
    await postgres.sql("ALTER ROLE app PASSWORD 'other'")
    await expect(ask(postgres.url)).rejects.toMatchObject({ code: '28P01' })
    await postgres.sql(`ALTER ROLE app PASSWORD '${postgres.password}'`)
    expect(await ask(postgres.url)).toEqual(asApp)
    await expect(postgres.sql('SELEKT')).rejects.toMatchObject({ code: '42601' })
  })

  test('does not answer while frozen, old connection or new, and does once thawed', async () => {
    const old = new Client(postgres.url)
    await old.connect()
    postgres.freeze()
    const answer = old.query('SELECT 1 AS one')
    const limit = { connectionTimeoutMillis: 300 }
    await expect(ask({ connectionString: postgres.url, ...limit })).rejects.toThrow('timeout')
    expect(await Promise.race([answer, Promise.resolve('nothing yet')])).toBe('nothing yet')
    postgres.thaw()
    expect((await answer).rows).toEqual([{ one: 1 }])
    await old.end()
    expect(await ask(postgres.url)).toEqual(asApp)
  })

  test.each(['stop', 'kill'] as const)('refuses after %s and answers after start', async (end) => {
    const { port, pid } = postgres
    await postgres[end]()
    await expect(ask(postgres.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await postgres.start()
    expect(postgres.port).toBe(port)
    expect(postgres.pid).not.toBe(pid)
    expect(await ask(postgres.url)).toEqual(asApp)
  })

  test('starts again after someone else killed the postmaster alone', async () => {
    const { pid } = postgres
    process.kill(pid, 'SIGKILL')
    // Without a turn of the loop, so that Node cannot have heard of it.
    while (isAlive(pid));
    await postgres.start()
    expect(postgres.pid).not.toBe(pid)
    expect(await ask(postgres.url)).toEqual(asApp)
  })

  test('waits for its port when it starts again', async () => {
    await postgres.stop()
    const squatter = createServer()
    squatter.listen({ host: postgres.host, port: postgres.port })
    await once(squatter, 'listening')
    const started = postgres.start()
    setTimeout(() => squatter.close(), 300)
    await started
    expect(await ask(postgres.url)).toEqual(asApp)
  })

  test('stops in good order and is killed while frozen', async () => {
    postgres.freeze()
    await postgres.stop()
    expect(existsSync(path.join(postgres.socketDirectory, 'data/postmaster.pid'))).toBe(false)
    await postgres.start()
    postgres.freeze()
    await postgres.kill()
    await postgres.start()
    expect(await ask(postgres.url)).toEqual(asApp)
  })

  test('disconnects clients when it restarts', async () => {
    const client = new Client(postgres.url)
    await client.connect()
    const lost = new Promise((resolve) => client.on('error', resolve))
    await postgres.restart()
    expect(await lost).toMatchObject({ code: '57P01' })
    await client.end()
    expect(await ask(postgres.url)).toEqual(asApp)
  })
})
