import { describe, expect, test } from 'vitest'
import { startHttpServer, startHttpsServer, startRawServer } from './http-servers.ts'
import { probe } from './probe-url.ts'

describe('probe', () => {
  const pathsOf = async (locate: (origin: string, path: string) => string | undefined) => {
    const requests: string[] = []
    const url: string = await startHttpServer(({ url: path = '', headers }, response) => {
      requests.push(`${path} ${headers.referer ?? '-'}`)
      const location = locate(url, path)
      if (location === undefined) response.end('OK')
      else response.writeHead(302, { Location: location }).end()
    })
    const result = await probe(`${url}/first?a=b#c`)
    return { result, requests: requests.map((line) => line.replaceAll(url, '')) }
  }

  test('follows a redirect to the same host', async () => {
    const { result, requests } = await pathsOf((_, path) =>
      path === '/last' ? undefined : '/last',
    )
    expect(result).toBe('healthy')
    expect(requests).toEqual(['/first?a=b -', '/last /first?a=b'])
  })

  test('follows a redirect to another port of the same host', async () => {
    const other = await startHttpServer((_, response) => response.writeHead(503).end())
    const { result } = await pathsOf(() => `${other}/there`)
    expect(result).toBe('answered with status 503')
  })

  test('sends no Referer from HTTPS to HTTP', async () => {
    const referers: (string | undefined)[] = []
    const plain = await startHttpServer(({ headers }, response) => {
      referers.push(headers.referer)
      response.end('OK')
    })
    const location = plain.replace('127.0.0.1', 'localhost')
    const url = await startHttpsServer((_, response) => response.writeHead(302, { location }).end())
    expect(await probe(`${url}/private`)).toBe('healthy')
    expect(referers).toEqual([undefined])
  })

  test('reports a redirect to another host as a problem and does not follow it', async () => {
    const { result, requests } = await pathsOf((origin) => origin.replace('127.0.0.1', 'localhost'))
    expect(result).toMatch(
      /^answered with status 302, which redirects to another host, localhost:\d+$/,
    )
    expect(requests).toHaveLength(1)
  })

  test.each([
    'http://[',
    'mailto:a@127.0.0.1',
    'javascript:x',
    '/%zz',
    '/#%zz',
    'ftp://127.0.0.1/',
  ])('reports a redirect to %s as a problem', async (location) => {
    const { result } = await pathsOf(() => location)
    expect(result).toMatch(
      /^answered with status 302, which redirects to (an invalid URL|a URL that is not HTTP)$/,
    )
  })

  test('follows nine redirects and reports the tenth as a problem', async () => {
    const { result, requests } = await pathsOf((_, path) => path)
    expect(result).toBe('answered with more than 9 redirects')
    expect(requests).toHaveLength(10)
  })

  test.each([
    ['is truncated', 'Content-Length: 100\r\n\r\nhalf', 'fin'],
    ['is longer than 2 KiB and does not end', 'Content-Length: 4096\r\n\r\nhalf', 'open'],
  ] as const)('follows a redirect whose body %s', async (_, rest, ending) => {
    const next = await startHttpServer((_request, response) => response.end('OK'))
    const head = `HTTP/1.1 302 Found\r\nLocation: ${next}/\r\n`
    expect(await probe(await startRawServer(`${head}${rest}`, ending), 10_000)).toBe('healthy')
  })

  test('applies one time limit to all redirects', async () => {
    const url = await startHttpServer((_, response) => {
      setTimeout(() => response.writeHead(302, { Location: '/' }).end(), 100)
    })
    expect(await probe(url, 300)).toBe('timeout: no answer within 300 ms.')
  })
})
