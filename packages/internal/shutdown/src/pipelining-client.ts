import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Client } from './client.ts'

const depth = 5

/**
 * Writes several requests at once. After `Connection: close` the requests without a response are
 * retryable.
 */
export const pipeliningClient: Client = ({ url, outcomes }, name) => {
  const { port } = new URL(url)
  let socket: Socket | undefined

  async function open(): Promise<Socket> {
    if (socket && !socket.destroyed && !socket.readableEnded) return socket
    socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    return socket
  }

  return async () => {
    let isNew = false
    const ids = Array.from({ length: depth }, () => outcomes.send(name))
    try {
      const before = socket
      const current = await open()
      isNew = current !== before
      current.write(ids.map((id) => `GET /quick/${id} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''))
      const { bodies, isLast } = await readResponses(current, depth)
      for (const id of bodies) outcomes.answered(id)
      const rest = ids.slice(bodies.length)
      isNew &&= bodies.length === 0
      if (isLast) for (const id of rest) outcomes.retryable(id)
      if (!isLast && rest.length > 0) throw new Error('closed without Connection: close')
      if (isLast) current.destroy()
      return true
    } catch (error) {
      for (const id of ids) outcomes.failed(id, error, isNew)
      return false
    }
  }
}

/**
 * Reads `count` responses, or fewer if the connection ends or a response contains
 * `Connection: close`.
 */
async function readResponses(socket: Socket, count: number) {
  const bodies: string[] = []
  let unread = ''
  const read = (chunk: Buffer) => {
    unread += chunk
    for (let body = nextBody(); body; body = nextBody()) bodies.push(body)
    if (bodies.length === count || isLast) done()
  }
  let isLast = false
  let done = () => {}
  function nextBody(): string | undefined {
    const [, head = '', rest = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(unread) ?? []
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
    if (length === 0 || rest.length < length || isLast) return undefined
    isLast = /^connection: close$/im.test(head)
    unread = rest.slice(length)
    return rest.slice(0, length)
  }
  await new Promise<void>((resolve) => {
    done = resolve
    socket.on('data', read).once('end', resolve).once('close', resolve)
  })
  socket.off('data', read).off('end', done).off('close', done)
  return { bodies, isLast }
}
