import { once } from 'node:events'
import type { Checker } from '@readyz/core'

import { openSocket, untilAborted } from '@readyz/net'
import type { Address } from '../parse/address.ts'

/**
 * Returns a checker that opens a connection and closes it, as a tcpSocket probe of the kubelet
 * does.
 */
export function tcpChecker(address: Address): Checker {
  return {
    name: 'tcp',
    async check({ signal }) {
      const socket = openSocket(signal)
      try {
        socket.connect(address)
        await untilAborted(signal, once(socket, 'connect'))
      } finally {
        socket.destroy()
      }
    },
  }
}
