import { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { certificate } from '@readyz/certificate'
import { refused } from '@readyz/conformance'
import { expect, test } from 'vitest'
import { startHttpServer, startHttpsServer, startRawTlsServer } from './http-servers.ts'
import { probe } from './probe-url.ts'

test('probe sends the request of the kubelet, and the credentials of the URL', async () => {
  const requests: IncomingMessage[] = []
  const url = await startHttpServer((request, response) => {
    requests.push(request)
    response.end('OK')
  })
  expect(await probe(url.replace('//', '//app:s3%40cret@'))).toBe('healthy')
  expect(requests.map(({ method }) => method)).toEqual(['GET'])
  expect(requests[0]?.rawHeaders).toEqual(
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
])('probe sends the path %s as the kubelet does', async (path, expected) => {
  const targets: (string | undefined)[] = []
  const url = await startHttpServer((request, response) => {
    targets.push(request.url)
    response.end('OK')
  })
  expect(await probe(`${url}${path}`)).toBe('healthy')
  expect(targets).toEqual([expected])
})

test('probe rejects a certificate with a negative serial number, as the kubelet does', async () => {
  const { key, cert } = await certificate()
  const url = await startRawTlsServer((stream) => stream.end('HTTP/1.1 200 OK\r\n\r\n'), {
    key,
    cert: withNegativeSerial(cert),
    ALPNProtocols: ['http/1.1'],
  })
  expect(await probe(url, 10_000)).toBe('the certificate has a negative serial number')
})

/**
 * Sets the sign bit of the serial number. The signature is then invalid, but probe does not verify
 * it.
 */
function withNegativeSerial(pem: string): string {
  const der = new X509Certificate(pem).raw
  // The first integer after the version is the serial number.
  const version = der.indexOf(Buffer.from([0x02, 0x01, 0x02]))
  der[version + 5] = 0x80 | (der[version + 5] ?? 0)
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
}

test('probe sends a host name as the TLS server name, but no IP address', async () => {
  const names: unknown[] = []
  const url = await startHttpsServer(({ socket }, response) => {
    names.push(Reflect.get(socket, 'servername'))
    response.end('OK')
  })
  for (const each of [url, url.replace('localhost', '127.0.0.1')]) {
    expect(await probe(each)).toBe('healthy')
  }
  expect(names).toEqual(['localhost', false])
})

test('probe connects to an IPv6 address', async () => {
  const { port } = await refused()
  const problem = await probe(`http://[::1]:${port}`)
  // A machine without IPv6 prints the second form.
  expect(problem).toMatch(/^(refused: connect ECONNREFUSED|connect E\w+|E\w+: connect \w+) ::1:\d+/)
})
