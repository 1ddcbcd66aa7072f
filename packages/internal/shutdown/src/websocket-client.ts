import { WebSocket } from 'ws'
import type { Client } from './client.ts'

/**
 * Sends messages on one connection and receives each of them back, until the server closes the
 * connection with 1001.
 */
export const webSocketClient: Client = ({ url, outcomes }, name) => {
  const socket = new WebSocket(url.replace('http', 'ws'), { rejectUnauthorized: false })
  const opened = new Promise((resolve) => socket.once('open', resolve).once('error', resolve))
  socket.on('error', () => {})

  return async () => {
    await opened
    if (socket.readyState !== WebSocket.OPEN) return false
    const id = outcomes.send(name)
    return new Promise<boolean>((resolve) => {
      const onMessage = (message: unknown) => {
        socket.off('close', onClose)
        outcomes.answered(String(message))
        resolve(true)
      }
      const onClose = (code: number) => {
        if (code === 1001) outcomes.retryable(id)
        else outcomes.failed(id, new Error(`closed with ${code}`))
        resolve(false)
      }
      socket.once('message', onMessage).once('close', onClose)
      socket.send(id)
    })
  }
}
