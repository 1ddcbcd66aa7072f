import { WebSocket } from 'ws'
import type { Client } from './clients.ts'

/** Words on one connection, each of which comes back, until the server says that it goes away. */
export const webSocket: Client = ({ url, ledger }, name) => {
  const socket = new WebSocket(url.replace('http', 'ws'), { rejectUnauthorized: false })
  const opened = new Promise((resolve) => socket.once('open', resolve).once('error', resolve))
  socket.on('error', () => {})

  return async () => {
    await opened
    if (socket.readyState !== WebSocket.OPEN) return false
    const id = ledger.send(name)
    return new Promise<boolean>((resolve) => {
      const hear = (word: unknown) => {
        socket.off('close', lose)
        ledger.answered(String(word))
        resolve(true)
      }
      const lose = (code: number) => {
        if (code === 1001) ledger.returned(id)
        else ledger.failed(id, new Error(`closed with ${code}`))
        resolve(false)
      }
      socket.once('message', hear).once('close', lose)
      socket.send(id)
    })
  }
}
