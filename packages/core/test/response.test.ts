import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Transition } from '../src/index.ts'
import { checker, quietProbes } from './checkers.ts'
import { forbidUnhandled } from './unhandled.ts'

// `check: ({ signal }) => fetch(url, { signal })` is a common first checker.

forbidUnhandled()
let server: Server
let url: string
let status = 200
beforeEach(async () => {
  server = createServer((_, res) => {
    res.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {})
    // The body never ends, so the connection is released only if the client cancels the body.
    if (status !== 204) res.write('secret of the dependency')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function probe(check: (context: { readonly signal: AbortSignal }) => unknown) {
  const transitions: Transition[] = []
  const probes = quietProbes([checker('api', check)], {
    timeoutSeconds: 60,
    onTransition: (transition) => void transitions.push(transition),
  })
  const report = await probes.readiness()
  return { report, cause: transitions[0]?.cause }
}

/** Checks a server that responds with this status, and waits until the connection is closed. */
async function probeStatus(code: number) {
  status = code
  const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
  const found = await probe(({ signal }) => fetch(url, { signal, redirect: 'manual' }))
  await closed
  return found
}

test.each([200, 201, 299])(
  'a check that resolves with a response of status %i passes',
  async (code) => {
    expect((await probeStatus(code)).report.status).toBe('pass')
  },
)

test.each([302, 400, 401, 404, 500, 503])(
  'a check that resolves with a response of status %i fails',
  async (code) => {
    const { report, cause } = await probeStatus(code)

    expect(report.checks).toMatchObject([
      { status: 'fail', reason: 'error', message: 'check failed.' },
    ])
    expect(cause).toMatchObject({ message: `the response has the HTTP status ${code}` })
  },
)

test('the status decides for a response whose body was read', async () => {
  const read = async (code: number) => {
    const response = new Response('text', { status: code })
    await response.text()
    return response
  }
  expect((await probe(() => read(200))).report.status).toBe('pass')
  expect((await probe(() => read(500))).report.status).toBe('fail')
})

test('the status decides for a response whose body is being read, and the body is not cancelled', async () => {
  const response = new Response('text', { status: 500 })
  const reader = response.body?.getReader()

  expect((await probe(() => response)).report.status).toBe('fail')
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('text')
})

test('the status decides for a response of another library or realm', async () => {
  const foreign = (ok: boolean) =>
    runInNewContext(`({ ok: ${ok}, status: 418, body: null, [Symbol.toStringTag]: 'Response' })`)
  expect((await probe(() => foreign(true))).report.status).toBe('pass')
  expect((await probe(() => foreign(false))).report.status).toBe('fail')
})

test('a response whose properties throw fails', async () => {
  const trap = {
    [Symbol.toStringTag]: 'Response',
    get ok() {
      throw new Error('a trap')
    },
  }
  expect((await probe(() => trap)).report.status).toBe('fail')
})
