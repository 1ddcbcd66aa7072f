import { once } from 'node:events'
import { Agent, type ClientRequest, request as overPlain } from 'node:http'
import { request as overTls, Agent as SecureAgent } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Target } from './clients.ts'
import { pause, piece, pieces } from './kinds.ts'

type Ask = (id: string) => Promise<string>

/** A client of one request after the other, for which an answer is whole if it ends so. */
const client =
  (prepare: (target: Target) => Ask, ending: (id: string) => string = (id) => id): Client =>
  (target, name) => {
    const ask = prepare(target)
    return async () => {
      const id = target.ledger.send(name)
      try {
        const body = await ask(id)
        if (!body.endsWith(ending(id))) throw new Error(`not whole: ${body.slice(-20)}`)
        target.ledger.answered(id)
        return true
      } catch (error) {
        target.ledger.failed(id, error, isOfNewConnection(error))
        return false
      }
    }
  }

// As `sender` says, and as undici does.
function isOfNewConnection(error: unknown): boolean {
  const { isNew, cause } = Object(error)
  return isNew === true || Object(cause).socket?.bytesRead === 0
}

function sender(url: string, keepAlive: boolean) {
  const isSecure = url.startsWith('https:')
  const agent = isSecure
    ? new SecureAgent({ keepAlive, rejectUnauthorized: false })
    : new Agent({ keepAlive })
  return (path: string, method = 'GET'): ClientRequest => {
    const asked = (isSecure ? overTls : overPlain)(`${url}${path}`, { agent, method })
    asked.once('error', (error) => Object.assign(error, { isNew: !asked.reusedSocket }))
    return asked
  }
}

async function answerOf(asked: ClientRequest): Promise<string> {
  const [response] = await once(asked, 'response')
  const body = await text(response)
  // The connection goes back to the agent behind this turn.
  await sleep(0)
  return body
}

function quick(keepAlive: boolean): Client {
  return client(({ url }) => {
    const send = sender(url, keepAlive)
    return (id) => answerOf(send(`/quick/${id}`).end())
  })
}

async function upload(asked: ClientRequest): Promise<string> {
  const answer = answerOf(asked)
  answer.catch(() => {})
  for (let sent = 0; sent < pieces && !asked.destroyed; sent += 1) {
    asked.write(piece)
    await sleep(pause)
  }
  asked.end()
  return answer
}

type Name = 'keepAlive' | 'fresh' | 'fetching' | 'uploading' | 'downloading'

export const overHttp1: Readonly<Record<Name, Client>> = {
  keepAlive: quick(true),
  fresh: quick(false),
  fetching: client(
    ({ url }) =>
      async (id) =>
        (await fetch(`${url}/quick/${id}`)).text(),
  ),
  uploading: client(
    ({ url }) => {
      const send = sender(url, true)
      return (id) => upload(send(`/upload/${id}`, 'POST'))
    },
    (id) => `${id} ${pieces * piece.length}`,
  ),
  downloading: client(
    ({ url }) => {
      const send = sender(url, true)
      return (id) => answerOf(send(`/download/${id}`).end())
    },
    (id) => piece.repeat(pieces) + id,
  ),
}
