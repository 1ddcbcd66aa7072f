import { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { certificate } from '@readyz/certificate'
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
import { http2Site, rawSecureSite, rawSite, secureSite, site } from './http-servers.ts'
import { probe } from './probe-url.ts'
import { runReadyz } from './run-command.ts'

describe('what the kubelet takes for healthy is', () => {
  test.each([200, 204, 304, 399])('status %d', async (status) => {
    expect(await probe(await site((_, response) => response.writeHead(status).end()))).toBe(
      'healthy',
    )
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
    ['nobody there', refused, /^refused: connect ECONNREFUSED 127\.0\.0\.1/],
    ['silence', silent, /^timeout: no answer within 300 ms\.$/],
    ['no connection', blackhole, /^timeout: no answer within 300 ms\.$/],
    ['an end', closes, /^the connection ended without a response/],
    ['a reset', resetsOnRequest, /^(read )?ECONNRESET/],
    ['garbage', garbage, /^malformed HTTP response/],
    ['a drip', trickles, /^(timeout|malformed)/],
    ['a flood', floods, /^malformed HTTP response/],
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
    expect(found).toMatch(
      /^answered with status 302, which redirects to another host, localhost:\d+$/,
    )
    expect(asked).toHaveLength(1)
  })

  test.each([
    'http://[',
    'mailto:a@127.0.0.1',
    'javascript:x',
    '/%zz',
    '/#%zz',
    'ftp://127.0.0.1/',
  ])('to %s is a failure', async (location) => {
    const { found } = await pathsOf(() => location)
    expect(found).toMatch(
      /^answered with status 302, which redirects to (an invalid URL|a URL that is not HTTP)$/,
    )
  })

  test('is followed nine times, and the tenth is a failure', async () => {
    const { found, asked } = await pathsOf((_, path) => path)
    expect(found).toBe('answered with more than 9 redirects')
    expect(asked).toHaveLength(10)
  })

  test.each([
    ['breaks off', 'Content-Length: 100\r\n\r\nhalf', 'fin'],
    ['is longer than 2 KiB and does not end', 'Content-Length: 4096\r\n\r\nhalf', 'open'],
  ] as const)('is followed although its own body %s', async (_, rest, ending) => {
    const next = await site((_request, response) => response.end('OK'))
    const head = `HTTP/1.1 302 Found\r\nLocation: ${next}/\r\n`
    expect(await probe(await rawSite(`${head}${rest}`, ending), 10_000)).toBe('healthy')
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

test.each([
  ['/a/../b', '/a/../b'],
  ['/a/./b?c=../d', '/a/./b?c=../d'],
  ['/|^', '/|^'],
  ['/a\\b', '/a\\b'],
  ['//a', '//a'],
  ['?a=b#c', '/?a=b'],
  ['/a b', '/a%20b'],
  ['/é', '/%C3%A9'],
  ['/%2f%C3', '/%2f%C3'],
  ['/%zz', '/%25zz'],
  ['/%20%', '/%2520%25'],
  ['/a?b=%zz', '/a?b=%zz'],
])('sends the path %s as the kubelet does', async (path, expected) => {
  const targets: (string | undefined)[] = []
  const url = await site((request, response) => {
    targets.push(request.url)
    response.end('OK')
  })
  expect(await probe(`${url}${path}`)).toBe('healthy')
  expect(targets).toEqual([expected])
})

test('a certificate with a negative serial number is unhealthy, as for the kubelet', async () => {
  const { key, cert } = await certificate()
  const url = await rawSecureSite((stream) => stream.end('HTTP/1.1 200 OK\r\n\r\n'), {
    key,
    cert: withNegativeSerial(cert),
    ALPNProtocols: ['http/1.1'],
  })
  expect(await probe(url, 10_000)).toBe('the certificate has a negative serial number')
})

/** Sets the sign bit of the serial number. The signature does not match then, which only a verification would find. */
function withNegativeSerial(pem: string): string {
  const der = new X509Certificate(pem).raw
  // The first integer behind the version is the serial number.
  const version = der.indexOf(Buffer.from([0x02, 0x01, 0x02]))
  der[version + 5] = 0x80 | (der[version + 5] ?? 0)
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
}

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
    const { code, stdout, stderr } = await runReadyz(['probe', `${url}/readyz?token=s3cret`])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^healthy: http:\/\/127\.0\.0\.1:\d+\/readyz, \d+ ms\n$/)
  })

  test('says what is wrong, but neither password nor query', async () => {
    const { host, port } = await refused()
    const url = `http://app:s3cret@${host}:${port}/readyz?token=s3cret`
    expect(await runReadyz(['probe', url])).toEqual({
      code: 1,
      stdout: '',
      stderr: `unhealthy: http://***@${host}:${port}/readyz, refused: connect ECONNREFUSED ${host}:${port}\n`,
    })
  })

  test('gives up after the time it was given', async () => {
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
