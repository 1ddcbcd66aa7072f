import { readAddresses, showAddress } from '../../read/address.ts'
import { knownFromEnvironment } from '../../redact/known.ts'
import { redactor } from '../../redact/secrets.ts'
import type { Kind } from '../dependency.ts'

export const memcached: Kind = {
  option: '--memcached',
  value: '<host:port,...>',
  description:
    'every server answers, after a login with MEMCACHE_USERNAME and MEMCACHE_PASSWORD if they are set',
  read(option, text) {
    const { MEMCACHE_USERNAME: username, MEMCACHE_PASSWORD: password } = process.env
    const addresses = readAddresses(option, text)
    return {
      title: `memcached ${addresses.map(showAddress).join(',')}`,
      redact: redactor(knownFromEnvironment(process.env)),
      isSecure: false,
      async open() {
        const { memjsChecker } = await import('@readyz/memjs')
        // What the driver needs of a client is its list of servers.
        return memjsChecker({
          servers: addresses.map((address) => ({ ...address, username, password })),
        })
      },
    }
  },
}
