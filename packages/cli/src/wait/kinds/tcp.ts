import { readAddress, showAddress } from '../../read/address.ts'
import type { Kind } from '../dependency.ts'

export const tcp: Kind = {
  option: '--tcp',
  value: '<host:port>',
  description: 'the port accepts a connection, which a process that hangs does too',
  read(option, text) {
    const address = readAddress(option, text)
    return {
      title: `tcp ${showAddress(address)}`,
      isSecure: false,
      redact: (message) => message,
      async open() {
        const { tcpChecker } = await import('../../probe/tcp.ts')
        return tcpChecker(address)
      },
    }
  },
}
