import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { refused, silent } from '@readyz/conformance'
import { checkAll } from '@readyz/net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Cluster, clusterMasters, type RespServer } from '../src/index.ts'
import { at } from './check.ts'

const whole = 'cluster_state:ok\r\ncluster_slots_ok:16384\r\ncluster_slots_fail:0\r\n'
const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`

interface FakeNode {
  readonly server: RespServer
  readonly port: number
  /** What it was asked over each connection. */
  readonly asked: readonly string[]
}

interface View {
  /** The answer to CLUSTER INFO. */
  readonly info?: string
  /** The ports of the masters in the answer to CLUSTER SLOTS. */
  readonly masters?: () => readonly number[]
  /** Another answer to CLUSTER SLOTS. */
  readonly slots?: string
}

/** As the answer to CLUSTER SLOTS: the node ends the connection. */
const closed = 'closed'

/** A node with this view of its cluster. */
async function startNode(view: View = {}): Promise<FakeNode> {
  const { info = whole, masters } = view
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      asked.push(String(bytes))
      const nodes = (masters ?? (() => [port]))()
      const { slots = slotsOf(nodes) } = view
      socket.write(`+PONG\r\n${bulk(info)}`)
      if (slots === closed) socket.end()
      else if (String(bytes).includes('SLOTS')) socket.write(slots)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { server: at({ host: '127.0.0.1', port }), port, asked }
}

// The host is that of the node that is asked.
function slotsOf(ports: readonly number[]): string {
  const ranges = ports.map(
    (port) => `*3\r\n:0\r\n:1\r\n*3\r\n$-1\r\n:${port}\r\n${bulk(`id${port}`)}`,
  )
  return `*${ports.length}\r\n${ranges.join('')}`
}

const find: Cluster['find'] = ({ host, port }) => at({ host, port })

async function check(cluster: Partial<Cluster>, timeout = 20_000): Promise<string> {
  const context = { signal: new AbortController().signal, timeout }
  const known = { masters: [], others: [], find, ...cluster }
  const options = { failure: 'no redis', noun: 'nodes' }
  return checkAll(context, (time) => clusterMasters(known, time), options).then(
    () => 'pass',
    ({ message, cause }) => `${message}: ${cause.message}`,
  )
}

describe('the masters of a cluster', () => {
  test('receive one query each if the client knows them, and three of them CLUSTER SLOTS', async () => {
    const ports: number[] = []
    const masters = () => ports
    const nodes = await Promise.all(Array.from({ length: 5 }, () => startNode({ masters })))
    ports.push(...nodes.map(({ port }) => port))
    const replica = await startNode({ masters })
    const known = { masters: nodes.map(({ server }) => server), others: [replica.server] }
    expect(await check(known)).toBe('pass')
    expect(nodes.map(({ asked }) => asked.length)).toEqual([1, 1, 1, 1, 1])
    const lists = nodes.flatMap(({ asked }) => asked).filter((each) => each.includes('SLOTS'))
    expect(lists).toHaveLength(3)
    expect(replica.asked).toEqual([])
  })

  test('are those that a node reports, whatever happens to those that the client knows', async () => {
    const [lost, hung] = [await refused(), await silent()]
    onTestFinished(() => hung.close())
    const promoted = await startNode()
    const node = await startNode({ masters: () => [node.port, promoted.port] })
    const masters = [at(lost), at(hung), node.server]
    expect(await check({ masters })).toBe('pass')
    const other = await startNode({ masters: () => [other.port, lost.port] })
    expect(await check({ masters: [other.server] })).toMatch(
      `no redis (1 of 2 nodes): 127.0.0.1:${lost.port}: connect ECONNREFUSED`,
    )
  })

  test.each([
    ['refuse', async () => refused()],
    [
      'hang',
      async () => {
        const hung = await silent()
        onTestFinished(() => hung.close())
        return hung
      },
    ],
  ])('are named by another node when all that the client knows %s', async (_, open) => {
    const masters = [at(await open()), at(await open())]
    const replica = await startNode()
    expect(await check({ masters, others: [at(await open()), replica.server] })).toBe('pass')
    expect(await check({ others: [replica.server] })).toBe('pass')
  })

  test('are reported by the node for which the cluster is whole, whichever node replies first', async () => {
    const cutOff = await startNode({ info: 'cluster_state:fail\r\n' })
    const node = await startNode()
    for (let checks = 0; checks < 20; checks += 1) {
      expect(await check({ masters: [cutOff.server, node.server] })).toBe('pass')
      expect(await check({ masters: [node.server, cutOff.server] })).toBe('pass')
    }
  })

  test.each([
    ['cluster_state:fail', 'cluster_state:fail\r\ncluster_slots_ok:16384\r\n'],
    ['cluster_slots_ok:16383', 'cluster_state:ok\r\ncluster_slots_ok:16383\r\n'],
    [
      'cluster_slots_fail:1',
      'cluster_state:ok\r\ncluster_slots_ok:16384\r\ncluster_slots_fail:1\r\n',
    ],
  ])('all have to find the cluster whole: %s', async (said, info) => {
    const node = await startNode({ info })
    const host = `127.0.0.1:${node.port}`
    expect(await check({ masters: [node.server] })).toBe(`no redis: ${host}: reports ${said}`)
    expect(await check({ others: [node.server] })).toBe(`no redis: ${host}: reports ${said}`)
    const other = await startNode({ masters: () => [other.port, node.port] })
    expect(await check({ masters: [other.server] })).toBe(
      `no redis (1 of 2 nodes): ${host}: reports ${said}`,
    )
  })

  test('are those that the client knows if no node reports masters', async () => {
    const nobody = await startNode({ masters: () => [] })
    expect(await check({ masters: [nobody.server] })).toBe('pass')
    expect(await check({ others: [nobody.server] })).toBe('pass')
    const lost = await refused()
    expect(await check({ masters: [at(lost), nobody.server] })).toMatch('no redis (1 of 2 nodes)')
  })

  test.each([
    ['is refused', "-ERR unknown subcommand 'SLOTS'\r\n"],
    ['is refused to the user', '-NOPERM this user may not\r\n'],
    ['is answered with another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['is not answered', ''],
    ['is answered in part', '*2\r\n*3\r\n'],
    ['ends the connection', closed],
  ])('are those that the client knows where CLUSTER SLOTS %s', async (_, slots) => {
    const nodes = await Promise.all(Array.from({ length: 6 }, () => startNode({ slots })))
    const servers = nodes.map(({ server }) => server)
    const cutOff = await startNode({ slots, info: 'cluster_state:fail\r\n' })
    const results = await Promise.all([
      check({ masters: servers }, 4000),
      check({ others: servers }, 4000),
      check({ masters: [...servers, cutOff.server] }, 4000),
    ])
    const failed = /^no redis \(1 of 7 nodes\): .*reports cluster_state:fail$/
    expect(results).toEqual(['pass', 'pass', expect.stringMatching(failed)])
  })

  test('are those that another node reports if one does not reply to CLUSTER SLOTS', async () => {
    const promoted = await startNode()
    const [node, replica] = [
      await startNode({ slots: '' }),
      await startNode({ masters: () => [promoted.port] }),
    ]
    const known = { masters: [node.server], others: [replica.server] }
    expect(await check(known)).toBe('pass')
    expect(promoted.asked).toHaveLength(1)
  })

  test('are found as the client finds them', async () => {
    const node = await startNode({ masters: () => [1] })
    expect(await check({ masters: [node.server], find: () => node.server })).toBe('pass')
    const failing = () => {
      throw new Error('no map today')
    }
    expect(await check({ masters: [node.server], find: failing })).toBe('no redis: no map today')
  })

  test.each(['+OK\r\n', '*1\r\n+OK\r\n', '*1\r\n*3\r\n:0\r\n:1\r\n*1\r\n+host\r\n'])(
    'are not in the list %j',
    async (list) => {
      const server = createServer((socket) => {
        socket.on('error', () => {})
        socket.on('data', () => socket.end(`+PONG\r\n${bulk(whole)}${list}`))
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close())
      const { port } = server.address() as { readonly port: number }
      const seen = await check({ masters: [at({ host: '127.0.0.1', port })] })
      expect(seen).toMatch(/pass|an unexpected reply to CLUSTER SLOTS/)
    },
  )
})
