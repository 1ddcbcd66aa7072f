import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Client } from './clients.ts'

const depth = 5

/** Several requests in one piece; what is not answered on a connection that the server closes is sent elsewhere. */
export const pipelining: Client = ({ url, ledger }, name) => {
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
    const ids = Array.from({ length: depth }, () => ledger.send(name))
    try {
      const before = socket
      const current = await open()
      isNew = current !== before
      current.write(ids.map((id) => `GET /quick/${id} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''))
      const { bodies, isTold } = await readAnswers(current, depth)
      for (const id of bodies) ledger.answered(id)
      const rest = ids.slice(bodies.length)
      isNew &&= bodies.length === 0
      if (isTold) for (const id of rest) ledger.returned(id)
      if (!isTold && rest.length > 0) throw new Error('closed without a word')
      if (isTold) current.destroy()
      return true
    } catch (error) {
      for (const id of ids) ledger.failed(id, error, isNew)
      return false
    }
  }
}

/** As many answers as come, or until one says that it is the last. */
async function readAnswers(socket: Socket, wanted: number) {
  const bodies: string[] = []
  let unread = ''
  const read = (chunk: Buffer) => {
    unread += chunk
    for (let found = next(); found; found = next()) bodies.push(found)
    if (bodies.length === wanted || isTold) done()
  }
  let isTold = false
  let done = () => {}
  function next(): string | undefined {
    const [, head = '', rest = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(unread) ?? []
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
    if (length === 0 || rest.length < length || isTold) return undefined
    isTold = /^connection: close$/im.test(head)
    unread = rest.slice(length)
    return rest.slice(0, length)
  }
  await new Promise<void>((resolve) => {
    done = resolve
    socket.on('data', read).once('end', resolve).once('close', resolve)
  })
  socket.off('data', read).off('end', done).off('close', done)
  return { bodies, isTold }
}
