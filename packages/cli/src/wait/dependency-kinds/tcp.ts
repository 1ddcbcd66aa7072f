import { formatAddress, parseAddress } from '../../parse/address.ts'
import type { DependencyKind } from '../dependency.ts'

export const tcp: DependencyKind = {
  option: '--tcp',
  value: '<host:port>',
  description: 'the port accepts a connection; a hung process also passes',
  read(option, text) {
    const address = parseAddress(option, text)
    return {
      title: `tcp ${formatAddress(address)}`,
      isSecure: false,
      redact: (message) => message,
      async open() {
        const { tcpChecker } = await import('../../probe/tcp-checker.ts')
        return tcpChecker(address)
      },
    }
  },
}
