import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2'
import { text } from 'node:stream/consumers'
import type { Client } from './clients.ts'

/** Many requests at once in one session, and a new session when the server has said that the old one ends. */
export const overHttp2 =
  (path: string): Client =>
  ({ url, ledger }, name) => {
    let session: ClientHttp2Session | undefined
    const isTold = new WeakSet<ClientHttp2Session>()

    function open(): ClientHttp2Session {
      if (session && !session.closed && !session.destroyed) return session
      session = connect(url, { rejectUnauthorized: false })
      const opened = session.on('error', () => {})
      session.once('goaway', () => isTold.add(opened))
      return session
    }

    async function one(): Promise<boolean> {
      const id = ledger.send(name)
      const current = open()
      let stream: ClientHttp2Stream | undefined
      try {
        if (current.connecting) await once(current, 'connect')
        stream = current.request({ ':path': `${path}${id}` })
        const body = await text(stream)
        if (!body.endsWith(id)) throw new Error(`not whole: ${body.slice(-20)}`)
        ledger.answered(id)
        return true
      } catch (error) {
        // Refused for it came behind GOAWAY, or not sent for that had come: it may go elsewhere (RFC 9113, 8.7).
        const isReturned =
          stream?.rstCode === constants.NGHTTP2_REFUSED_STREAM || isTold.has(current)
        if (isReturned) ledger.returned(id)
        else ledger.failed(id, error)
        return isReturned
      }
    }

    return async () => (await Promise.all([one(), one(), one(), one()])).every(Boolean)
  }
