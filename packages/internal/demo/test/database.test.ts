import { expect, test } from 'vitest'
import { trackState } from '../src/database.ts'

/** Returns a server whose commands end when the test calls `finish`. */
function createSlowServer() {
  const calls: string[] = []
  let finish: () => void = () => {}
  const call = (name: string) => () => {
    calls.push(name)
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  }
  const record = (name: string) => () => void calls.push(name)
  const server = {
    url: 'postgres://host/db',
    stop: call('stop'),
    start: call('start'),
    freeze: record('freeze'),
    thaw: record('thaw'),
    close: async () => void calls.push('close'),
  }
  return { server, calls, finish: () => finish() }
}

test('the database ignores a command while another one runs', async () => {
  const { server, calls, finish } = createSlowServer()
  const database = trackState(server)
  const stopping = database.stop()
  expect(database.state).toBe('stopping')
  await database.start()
  await database.restart()
  database.freeze()
  finish()
  await stopping
  expect(database.state).toBe('stopped')
  expect(calls).toEqual(['stop'])
})

test('freeze has an effect only on a running server, and thaw only on a frozen one', () => {
  const { server, calls } = createSlowServer()
  const database = trackState(server)
  database.thaw()
  database.freeze()
  database.freeze()
  expect(database.state).toBe('frozen')
  database.thaw()
  expect(database.state).toBe('running')
  expect(calls).toEqual(['freeze', 'thaw'])
})

test('close waits until a starting server has started', async () => {
  const { server, calls, finish } = createSlowServer()
  const database = trackState(server)
  const starting = database.start()
  const closing = database.close()
  expect(calls).toEqual(['start'])
  finish()
  await Promise.all([starting, closing])
  expect(calls).toEqual(['start', 'close'])
})
