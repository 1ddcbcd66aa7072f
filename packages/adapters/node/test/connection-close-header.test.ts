import { once } from 'node:events'
import {
  Agent,
  createServer,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { sendConnectionClose } from '../src/shutdown/connection-close-header.ts'

const cookies = ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'set-cookie', 'c=3']
const pairs = [
  ['Set-Cookie', 'a=1'],
  ['Set-Cookie', 'b=2'],
]
const object = { 'Set-Cookie': ['a=1', 'b=2'], 'X-Number': 1 }
const asHeaders = (headers: unknown) => headers as OutgoingHttpHeaders

/** Every way to write the headers of a response. */
const writers: Readonly<Record<string, (res: ServerResponse) => unknown>> = {
  'no headers': (res) => res.end('body'),
  'writeHead without headers': (res) => res.writeHead(201).end('body'),
  'writeHead with a reason': (res) => res.writeHead(201, 'Made').end('body'),
  'writeHead with an object': (res) => res.writeHead(200, object).end('body'),
  'writeHead with a reason and an object': (res) => res.writeHead(200, 'Fine', object).end('body'),
  'writeHead with no reason and an object': (res) =>
    res.writeHead(200, undefined, object).end('body'),
  'writeHead with a flat list': (res) => res.writeHead(200, cookies).end('body'),
  'writeHead with a reason and a flat list': (res) =>
    res.writeHead(200, 'Fine', cookies).end('body'),
  'writeHead with a list of pairs': (res) => res.writeHead(200, asHeaders(pairs)).end('body'),
  'writeHead with an empty list': (res) => res.writeHead(200, []).end('body'),
  setHeader: (res) => res.setHeader('Set-Cookie', ['a=1', 'b=2']).end('body'),
  appendHeader: (res) => res.appendHeader('X-A', '1').appendHeader('X-A', '2').end('body'),
  'setHeader and writeHead with an object': (res) =>
    res.setHeader('X-A', '1').writeHead(200, object).end('body'),
  'setHeader and writeHead with a flat list': (res) =>
    res.setHeader('X-A', '1').writeHead(200, ['X-B', '2']).end('body'),
  flushHeaders: (res) => {
    res.setHeader('X-A', '1').flushHeaders()
    res.end('body')
  },
  write: (res) => {
    res.write('bo')
    res.end('dy')
  },
  'Connection: keep-alive in setHeader': (res) =>
    res.setHeader('Connection', 'keep-alive').end('body'),
  'Connection: keep-alive in an object': (res) =>
    res.writeHead(200, { connection: 'keep-alive', 'keep-alive': 'timeout=60' }).end('body'),
  'Connection: keep-alive in a flat list': (res) =>
    res
      .writeHead(200, ['Connection', 'keep-alive', 'Keep-Alive', 'timeout=60', 'X-A', '1'])
      .end('body'),
  'Connection: keep-alive in a list of pairs': (res) =>
    res
      .writeHead(
        200,
        asHeaders([
          ['connection', 'keep-alive'],
          ['X-A', '1'],
        ]),
      )
      .end('body'),
  'a removed Connection header': (res) => {
    res.removeHeader('Connection')
    res.end('body')
  },
  'a status that has no body': (res) => res.writeHead(304).end(),
  'a writeHead that the application replaces': (res) => {
    const { writeHead } = res
    res.writeHead = (status: number) => writeHead.call(res, status, ['X-A', '1'])
    res.end('body')
  },
}

async function received(write: (res: ServerResponse) => unknown, isLast?: boolean) {
  const server = createServer((_req, res) => {
    if (isLast !== undefined) sendConnectionClose(res, () => isLast)
    write(res)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const [response] = await once(request({ port, host: '127.0.0.1', agent }).end(), 'response')
  const raw: readonly string[] = response.rawHeaders
  const headers = raw.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : [],
  )
  return {
    status: [response.statusCode, response.statusMessage, response.httpVersion],
    headers: headers.filter((line) => !/^(date|connection|keep-alive):/i.test(line)),
    connection: headers.filter((line) => /^(connection|keep-alive):/i.test(line)),
    body: await text(response),
  }
}

test.each(Object.entries(writers))(
  'sendConnectionClose adds Connection: close to a response with %s and changes nothing else',
  async (_, write) => {
    const plain = await received(write)
    expect(await received(write, true)).toEqual({ ...plain, connection: ['Connection: close'] })
    expect(await received(write, false)).toEqual(plain)
  },
)
