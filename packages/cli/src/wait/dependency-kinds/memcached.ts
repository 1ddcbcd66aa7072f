import { formatAddress, parseAddresses } from '../../parse/address.ts'
import { secretsInEnvironment } from '../../redact/known-secrets.ts'
import { createRedactor } from '../../redact/redactor.ts'
import type { DependencyKind } from '../dependency.ts'

export const memcached: DependencyKind = {
  option: '--memcached',
  value: '<host:port,...>',
  description:
    'every server answers, after a login with MEMCACHE_USERNAME and MEMCACHE_PASSWORD if they are set',
  read(option, text) {
    const { MEMCACHE_USERNAME: username, MEMCACHE_PASSWORD: password } = process.env
    const addresses = parseAddresses(option, text)
    return {
      title: `memcached ${addresses.map(formatAddress).join(',')}`,
      redact: createRedactor(secretsInEnvironment(process.env)),
      isSecure: false,
      async open() {
        const { memjsChecker } = await import('@readyz/memjs')
        // The driver uses only the list of servers of a client.
        return memjsChecker({
          servers: addresses.map((address) => ({ ...address, username, password })),
        })
      },
    }
  },
}
