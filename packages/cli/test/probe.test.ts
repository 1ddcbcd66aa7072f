import type { IncomingMessage } from 'node:http'
import {
  type Address,
  blackhole,
  closes,
  drips,
  floods,
  garbage,
  refused,
  resetsWhenAsked,
  silent,
} from '@readyz/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { attempt } from '../src/attempt.ts'
import { httpChecker } from '../src/probe/http.ts'
import { readyz } from './run.ts'
import { http2Site, rawSite, secureSite, site } from './sites.ts'

/** What is wrong with a URL, or `healthy`. */
async function probe(url: string, timeout = 1000): Promise<string> {
  const failure = await attempt(httpChecker(new URL(url)), timeout)
  return failure?.text ?? 'healthy'
}

describe('what the kubelet takes for healthy is', () => {
  test.each([200, 204, 304, 399])('status %d', async (status) => {
    expect(await probe(await site((_, response) => response.writeHead(status).end()))).toBe(
      'healthy',
    )
  })

  test.each([
    ['an answer of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nOK', true],
    [
      'an answer after a 103',
      'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
      false,
    ],
    ['a redirect that leads nowhere', 'HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n', false],
    ['a body that says it is gzip', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nOK', true],
  ])('%s', async (_, bytes, end) => {
    expect(await probe(await rawSite(bytes, end))).toBe('healthy')
  })

  test('a body without an end, of which 10 KiB are read', async () => {
    const url = await rawSite(
      `HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n${'x'.repeat(10_240)}`,
    )
    expect(await probe(url)).toBe('healthy')
  })

  test('a server whose certificate nobody has signed, or that speaks HTTP/2 alone', async () => {
    expect(await probe(await secureSite((_, response) => response.end('OK')))).toBe('healthy')
    expect(await probe(await http2Site((_, response) => response.end('OK')))).toBe('healthy')
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

describe('what is not healthy is', () => {
  test.each([400, 404, 500, 503])('status %d', async (status) => {
    const url = await site((_, response) => response.writeHead(status).end('secret'))
    expect(await probe(url)).toBe(`answered with status ${status}`)
  })

  test('a status of HTTP/2', async () => {
    const url = await http2Site((_, response) => response.writeHead(503).end())
    expect(await probe(url)).toBe('answered with status 503')
  })

  test.each([
    [
      'a body that does not come',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nOK',
      false,
      /^timeout/,
    ],
    [
      'a body that breaks off',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nOK',
      true,
      /^ECONNRESET/,
    ],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      false,
      /hang up|without/,
    ],
    ['half a header', 'HTTP/1.1 200', true, /^ECONNRESET socket hang up/],
  ])('%s', async (_, bytes, end, problem) => {
    expect(await probe(await rawSite(bytes, end), 300)).toMatch(problem)
  })

  test.each([
    ['nobody there', refused, /^refused: connect ECONNREFUSED 127\.0\.0\.1/],
    ['silence', silent, /^timeout: no answer within 300 ms\.$/],
    ['no connection', blackhole, /^timeout: no answer within 300 ms\.$/],
    ['an end', closes, /^ECONNRESET socket hang up/],
    ['a reset', resetsWhenAsked, /^(read )?ECONNRESET/],
    ['garbage', garbage, /^HPE_INVALID_CONSTANT /],
    ['a drip', drips, /^(timeout|HPE_INVALID)/],
    ['a flood', floods, /^HPE_INVALID/],
  ])('%s', async (_, start, problem) => {
    const server: Fault = await start()
    onTestFinished(() => close(server))
    const place = `${server.host}:${server.port}`
    expect(await probe(`http://${place}`, 300)).toMatch(problem)
    expect(await probe(`https://${place}`, 300)).not.toBe('healthy')
  })
})

describe('a redirect', () => {
  const pathsOf = async (locate: (origin: string, path: string) => string | undefined) => {
    const asked: string[] = []
    const url: string = await site(({ url: path = '', headers }, response) => {
      asked.push(`${path} ${headers.referer ?? '-'}`)
      const location = locate(url, path)
      if (location === undefined) response.end('OK')
      else response.writeHead(302, { Location: location }).end()
    })
    const found = await probe(`${url}/first?a=b#c`)
    return { found, asked: asked.map((line) => line.replaceAll(url, '')) }
  }

  test('to the same host is followed', async () => {
    const { found, asked } = await pathsOf((_, path) => (path === '/last' ? undefined : '/last'))
    expect(found).toBe('healthy')
    expect(asked).toEqual(['/first?a=b -', '/last /first?a=b'])
  })

  test('to another port of it too', async () => {
    const other = await site((_, response) => response.writeHead(503).end())
    const { found } = await pathsOf(() => `${other}/there`)
    expect(found).toBe('answered with status 503')
  })

  test('tells no plain server where on a secure one it comes from', async () => {
    const referers: (string | undefined)[] = []
    const plain = await site(({ headers }, response) => {
      referers.push(headers.referer)
      response.end('OK')
    })
    const location = plain.replace('127.0.0.1', 'localhost')
    const url = await secureSite((_, response) => response.writeHead(302, { location }).end())
    expect(await probe(`${url}/private`)).toBe('healthy')
    expect(referers).toEqual([undefined])
  })

  test('to another host is not, and is no success', async () => {
    const { found, asked } = await pathsOf((origin) => origin.replace('127.0.0.1', 'localhost'))
    expect(found).toMatch(/^answered with status 302, which leads elsewhere, to localhost:\d+$/)
    expect(asked).toHaveLength(1)
  })

  test.each(['http://[', 'mailto:a@127.0.0.1'])('to %s is a failure', async (location) => {
    const { found } = await pathsOf(() => location)
    expect(found).toMatch(/^answered with status 302, which leads to no URL/)
  })

  test('is followed ten times', async () => {
    const { found, asked } = await pathsOf((_, path) => path)
    expect(found).toBe('stopped after 10 redirects')
    expect(asked).toHaveLength(11)
  })

  test('shares the time with the others', async () => {
    const url = await site((_, response) => {
      setTimeout(() => response.writeHead(302, { Location: '/' }).end(), 100)
    })
    expect(await probe(url, 300)).toBe('timeout: no answer within 300 ms.')
  })
})

test('it asks what the kubelet asks, and sends an account that stands in the URL', async () => {
  const asked: IncomingMessage[] = []
  const url = await site((request, response) => {
    asked.push(request)
    response.end('OK')
  })
  expect(await probe(url.replace('//', '//app:s3%40cret@'))).toBe('healthy')
  expect(asked.map(({ method }) => method)).toEqual(['GET'])
  expect(asked[0]?.rawHeaders).toEqual(
    [
      ['Host', new URL(url).host],
      ['User-Agent', 'kube-probe/1.36 readyz'],
      ['Accept', '*/*'],
      ['Authorization', `Basic ${Buffer.from('app:s3@cret').toString('base64')}`],
      ['Connection', 'close'],
    ].flat(),
  )
})

test('a server is told the name that it is asked by, but no address', async () => {
  const names: unknown[] = []
  const url = await secureSite(({ socket }, response) => {
    names.push(Reflect.get(socket, 'servername'))
    response.end('OK')
  })
  for (const each of [url, url.replace('localhost', '127.0.0.1')]) {
    expect(await probe(each)).toBe('healthy')
  }
  expect(names).toEqual(['localhost', false])
})

test('an address of IPv6 is one', async () => {
  const { port } = await refused()
  const problem = await probe(`http://[::1]:${port}`)
  // Of a machine without IPv6 the second.
  expect(problem).toMatch(/^(refused: connect ECONNREFUSED|connect E\w+|E\w+: connect \w+) ::1:\d+/)
})

describe('the command', () => {
  test('says that it is healthy', async () => {
    const url = await site((_, response) => response.end('OK'))
    const { code, stdout, stderr } = await readyz(['probe', `${url}/readyz?token=s3cret`])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^healthy: http:\/\/127\.0\.0\.1:\d+\/readyz, \d+ ms\n$/)
  })

  test('says what is wrong, but neither password nor query', async () => {
    const { host, port } = await refused()
    const url = `http://app:s3cret@${host}:${port}/readyz?token=s3cret`
    expect(await readyz(['probe', url])).toEqual({
      code: 1,
      stdout: '',
      stderr: `unhealthy: http://***@${host}:${port}/readyz, refused: connect ECONNREFUSED ${host}:${port}\n`,
    })
  })

  test('gives up after the time it was given', async () => {
    const server = await silent()
    onTestFinished(() => server.close())
    const url = `http://127.0.0.1:${server.port}`
    const { code, stderr } = await readyz(['probe', url, '--timeout', '0.2s'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `unhealthy: ${url}/, timeout: no answer within 200 ms.\n`,
    })
  })
})
