import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2'
import { text } from 'node:stream/consumers'
import type { Client } from './client.ts'

/** Sends several requests at once in one session, and opens a new session after GOAWAY. */
export const http2Client =
  (path: string): Client =>
  ({ url, outcomes }, name) => {
    let session: ClientHttp2Session | undefined
    const receivedGoaway = new WeakSet<ClientHttp2Session>()

    function open(): ClientHttp2Session {
      if (session && !session.closed && !session.destroyed) return session
      session = connect(url, { rejectUnauthorized: false })
      const opened = session.on('error', () => {})
      session.once('goaway', () => receivedGoaway.add(opened))
      return session
    }

    async function sendOne(): Promise<boolean> {
      const id = outcomes.send(name)
      const current = open()
      let stream: ClientHttp2Stream | undefined
      try {
        if (current.connecting) await once(current, 'connect')
        stream = current.request({ ':path': `${path}${id}` })
        const body = await text(stream)
        if (!body.endsWith(id)) throw new Error(`incomplete response: ${body.slice(-20)}`)
        outcomes.answered(id)
        return true
      } catch (error) {
        // The request was refused, or not sent because of GOAWAY. The client may send it to another
        // server (RFC 9113, 8.7).
        const isRetryable =
          stream?.rstCode === constants.NGHTTP2_REFUSED_STREAM || receivedGoaway.has(current)
        if (isRetryable) outcomes.retryable(id)
        else outcomes.failed(id, error)
        return isRetryable
      }
    }

    return async () =>
      (await Promise.all([sendOne(), sendOne(), sendOne(), sendOne()])).every(Boolean)
  }
