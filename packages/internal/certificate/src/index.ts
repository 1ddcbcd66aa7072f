import type { ConnectionOptions } from 'node:tls'
import { generate } from 'selfsigned'

/** Returns a self-signed certificate for localhost and 127.0.0.1, in PEM. */
export async function certificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      // A client accepts only the certificate of an authority in its option `ca`.
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

/** Invalid TLS options: Node throws, a getter throws, or the client does not trust the server. */
export const invalidTls: Readonly<Record<string, () => ConnectionOptions>> = {
  'a certificate that is not PEM': () => ({ cert: 'garbage', key: 'garbage' }),
  'a certificate of a wrong type': () => ({ cert: 1 as never }),
  'a key that is not PEM': () => ({ key: 'garbage' }),
  'an invalid PFX': () => ({ pfx: 'garbage' }),
  'a ca that is not PEM': () => ({ ca: 'garbage' }),
  'a ca of a wrong type': () => ({ ca: {} as never }),
  'a revocation list that is not PEM': () => ({ crl: 'garbage' }),
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

/** Returns options with a getter that throws, as in an application that reads secrets on use. */
function withGetter(name: string): ConnectionOptions {
  const get = () => {
    throw new Error(`cannot read ${name}`)
  }
  return Object.defineProperty({}, name, { get, enumerable: true })
}
