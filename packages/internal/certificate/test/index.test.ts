import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { certificate } from '../src/index.ts'

test('is for localhost and 127.0.0.1 with RSA 2048', async () => {
  const { cert } = await certificate()
  const parsed = new X509Certificate(cert)
  expect(parsed.checkHost('localhost')).toBe('localhost')
  expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(parsed.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })
})

test('is trusted by who trusts it, and by nobody else', async () => {
  const own = await certificate()
  const server = createServer(own, (socket) => socket.end())
  server.on('tlsClientError', () => {})
  server.listen({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const where = { host: '127.0.0.1', port: address.port }
  const trusting = connect({ ...where, ca: own.cert })
  await once(trusting, 'secureConnect')
  expect(trusting.authorized).toBe(true)
  trusting.destroy()
  await expect(once(connect(where), 'secureConnect')).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
  server.close()
})
