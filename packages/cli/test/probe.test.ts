import {
  type Address,
  blackhole,
  closes,
  floods,
  garbage,
  refused,
  resetsOnRequest,
  silent,
  trickles,
} from '@readyz/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startHttp2Server, startHttpServer, startHttpsServer } from './http-servers.ts'
import { probe } from './probe-url.ts'
import { runReadyz } from './run-command.ts'

describe('probe prints healthy for', () => {
  test.each([200, 204, 304, 399])('status %d', async (status) => {
    expect(
      await probe(await startHttpServer((_, response) => response.writeHead(status).end())),
    ).toBe('healthy')
  })

  test('a self-signed certificate, and a server that supports only HTTP/2', async () => {
    expect(await probe(await startHttpsServer((_, response) => response.end('OK')))).toBe('healthy')
    expect(await probe(await startHttp2Server((_, response) => response.end('OK')))).toBe('healthy')
  })
})

type Fault = Address & {
  readonly close?: () => Promise<void>
  readonly release?: () => Promise<void>
}

async function close(fault: Fault): Promise<void> {
  await fault.close?.()
  await fault.release?.()
}

describe('probe prints the problem of', () => {
  test.each([400, 404, 500, 503])('status %d', async (status) => {
    const url = await startHttpServer((_, response) => response.writeHead(status).end('secret'))
    expect(await probe(url)).toBe(`answered with status ${status}`)
  })

  test('an error status over HTTP/2', async () => {
    const url = await startHttp2Server((_, response) => response.writeHead(503).end())
    expect(await probe(url)).toBe('answered with status 503')
  })

  test.each([
    ['a refused connection', refused, /^refused: connect ECONNREFUSED 127\.0\.0\.1/],
    ['a silent server', silent, /^timeout: no answer within 300 ms\.$/],
    ['an address that drops packets', blackhole, /^timeout: no answer within 300 ms\.$/],
    [
      'a connection that ends without a response',
      closes,
      /^the connection ended without a response/,
    ],
    ['a reset connection', resetsOnRequest, /^(read )?ECONNRESET/],
    ['a response that is not HTTP', garbage, /^malformed HTTP response/],
    ['a slow response that never ends', trickles, /^(timeout|malformed)/],
    ['an endless fast response', floods, /^malformed HTTP response/],
  ])('%s', async (_, start, problem) => {
    const server: Fault = await start()
    onTestFinished(() => close(server))
    const authority = `${server.host}:${server.port}`
    expect(await probe(`http://${authority}`, 300)).toMatch(problem)
    expect(await probe(`https://${authority}`, 300)).not.toBe('healthy')
  })
})

describe('the command probe', () => {
  test('prints healthy, the URL without its query and the duration, and exits with 0', async () => {
    const url = await startHttpServer((_, response) => response.end('OK'))
    const { code, stdout, stderr } = await runReadyz(['probe', `${url}/readyz?token=s3cret`])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^healthy: http:\/\/127\.0\.0\.1:\d+\/readyz, \d+ ms\n$/)
  })

  test('prints the problem without password and query, and exits with 1', async () => {
    const { host, port } = await refused()
    const url = `http://app:s3cret@${host}:${port}/readyz?token=s3cret`
    expect(await runReadyz(['probe', url])).toEqual({
      code: 1,
      stdout: '',
      stderr: `unhealthy: http://***@${host}:${port}/readyz, refused: connect ECONNREFUSED ${host}:${port}\n`,
    })
  })

  test('reports a timeout after the time limit of --timeout', async () => {
    const server = await silent()
    onTestFinished(() => server.close())
    const url = `http://127.0.0.1:${server.port}`
    const { code, stderr } = await runReadyz(['probe', url, '--timeout', '0.2s'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `unhealthy: ${url}/, timeout: no answer within 200 ms.\n`,
    })
  })
})
