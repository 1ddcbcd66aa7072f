import { once } from 'node:events'
import type { Checker } from '@readyz/core'
import { openSocket, until } from '@readyz/net'
import type { Address } from '../read/address.ts'

/** Connects and closes, as the tcpSocket probe of the kubelet does. */
export function tcpChecker(address: Address): Checker {
  return {
    name: 'tcp',
    async check({ signal }) {
      const socket = openSocket(signal)
      try {
        socket.connect(address)
        await until(signal, once(socket, 'connect'))
      } finally {
        socket.destroy()
      }
    },
  }
}
