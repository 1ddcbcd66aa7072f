import type { ConnectionOptions } from 'node:tls'
import { generate } from 'selfsigned'

/** A self-signed certificate for localhost and 127.0.0.1, in PEM. */
export async function certificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      // Trusted as its own authority, which `ca` of a client needs.
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return { key: pems.private, cert: pems.cert }
}

/** Options with which no connection over TLS can be made: Node throws, a getter throws, or the server is not trusted. */
export const invalidTls: Readonly<Record<string, () => ConnectionOptions>> = {
  'a certificate that is no PEM': () => ({ cert: 'garbage', key: 'garbage' }),
  'a certificate of a wrong type': () => ({ cert: 1 as never }),
  'a key that is no PEM': () => ({ key: 'garbage' }),
  'a PFX that is none': () => ({ pfx: 'garbage' }),
  'a ca that is no PEM': () => ({ ca: 'garbage' }),
  'a ca of a wrong type': () => ({ ca: {} as never }),
  'a revocation list that is no PEM': () => ({ crl: 'garbage' }),
  'ciphers that do not exist': () => ({ ciphers: 'NOPE' }),
  'ciphers of a wrong type': () => ({ ciphers: 1 as never }),
  'a curve that does not exist': () => ({ ecdhCurve: 'NOPE' }),
  'a signature algorithm that does not exist': () => ({ sigalgs: 'NOPE' }),
  'a lowest version that does not exist': () => ({ minVersion: 'TLSv9' as never }),
  'a highest version that does not exist': () => ({ maxVersion: 'TLSv9' as never }),
  'a protocol that does not exist': () => ({ secureProtocol: 'NOPE' }),
  'a ca that cannot be read': () => withGetter('ca'),
  'a certificate that cannot be read': () => withGetter('cert'),
}

/** As of an application that reads its secrets when they are needed. */
function withGetter(name: string): ConnectionOptions {
  const get = () => {
    throw new Error(`cannot read ${name}`)
  }
  return Object.defineProperty({}, name, { get, enumerable: true })
}
