import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerHttp2Stream } from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'

/** Processes a request and resolves with its id, the last segment of the path. */
export type Work = (path: string) => Promise<string>
export type Listener = (req: IncomingMessage, res: ServerResponse) => void
export type StreamListener = (
  stream: ServerHttp2Stream,
  headers: { readonly ':path'?: string },
) => void

/** A slow download or upload consists of `pieceCount` pieces, with `piecePauseMs` after each. */
export const pieceCount = 10
export const piece: string = 'x'.repeat(10_000)
export const piecePauseMs = 30

/** The responses and streams that do not end until `closeStreaming` is called. */
export const streaming: WeakSet<object> = new WeakSet()

/**
 * Returns a listener that responds with the id of the request. The start of the path selects an
 * upload, a download, a stream or a fault.
 */
export function createListener(work: Work): Listener {
  return (req, res) => void respond(work, req, res)
}

async function respond(work: Work, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const id = await work(req.url ?? '')
  if (req.url?.startsWith('/hang/')) return
  if (req.url?.startsWith('/early/')) return void res.end(id)
  if (req.url?.startsWith('/poll/')) return void streaming.add(res)
  if (req.url?.startsWith('/events/')) {
    streaming.add(res)
    res.writeHead(200, { 'Content-Type': 'text/event-stream' })
    return void res.write(`data: ${id}\n\n`)
  }
  if (req.url?.startsWith('/download/')) {
    for (let sent = 0; sent < pieceCount; sent += 1) {
      res.write(piece)
      await sleep(piecePauseMs)
    }
  }
  let received = 0
  for await (const chunk of req) received += String(chunk).length
  res.end(req.url?.startsWith('/upload/') ? `${id} ${received}` : id)
}

/**
 * Returns a listener for `stream` that responds with the id of the request, or with server-sent
 * events that do not end.
 */
export function createStreamListener(work: Work): StreamListener {
  return (stream, { ':path': path = '' }) => {
    if (path.startsWith('/events/')) {
      streaming.add(stream)
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
      void work(path).then((id) => stream.write(`data: ${id}\n\n`))
    } else {
      void work(path).then((id) => {
        stream.respond({ ':status': 200 })
        stream.end(id)
      })
    }
  }
}
