import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { certificate } from '../src/index.ts'

test('the certificate is valid for localhost and 127.0.0.1 and has an RSA key of 2048 bits', async () => {
  const { cert } = await certificate()
  const parsed = new X509Certificate(cert)
  expect(parsed.checkHost('localhost')).toBe('localhost')
  expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(parsed.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })
})

test('a client accepts the certificate only if its option `ca` contains it', async () => {
  const pair = await certificate()
  const server = createServer(pair, (socket) => socket.end())
  server.on('tlsClientError', () => {})
  server.listen({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const address = { host: '127.0.0.1', port: port }
  const trusting = connect({ ...address, ca: pair.cert })
  await once(trusting, 'secureConnect')
  expect(trusting.authorized).toBe(true)
  trusting.destroy()
  await expect(once(connect(address), 'secureConnect')).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
  server.close()
})
