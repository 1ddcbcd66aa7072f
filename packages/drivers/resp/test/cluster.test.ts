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
  /** The commands that it has received over each connection. */
  readonly received: readonly string[]
}

interface NodeOptions {
  /** The reply to CLUSTER INFO. */
  readonly info?: string
  /** The ports of the masters in the reply to CLUSTER SLOTS. */
  readonly masters?: () => readonly number[]
  /** Replaces the reply to CLUSTER SLOTS. */
  readonly slots?: string
}

/** The value of `slots` for a node that closes the connection instead of replying. */
const closed = 'closed'

/** Starts a server that replies like a node of a cluster. */
async function startNode(options: NodeOptions = {}): Promise<FakeNode> {
  const { info = whole, masters } = options
  const received: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      received.push(String(bytes))
      const nodes = (masters ?? (() => [port]))()
      const { slots = slotsOf(nodes) } = options
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
  return { server: at({ host: '127.0.0.1', port }), port, received }
}

// A null host means the host of the node that replies.
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
  test('receive one query each, and only three receive CLUSTER SLOTS', async () => {
    const ports: number[] = []
    const masters = () => ports
    const nodes = await Promise.all(Array.from({ length: 5 }, () => startNode({ masters })))
    ports.push(...nodes.map(({ port }) => port))
    const replica = await startNode({ masters })
    const known = { masters: nodes.map(({ server }) => server), others: [replica.server] }
    expect(await check(known)).toBe('pass')
    expect(nodes.map(({ received }) => received.length)).toEqual([1, 1, 1, 1, 1])
    const queries = nodes.flatMap(({ received }) => received)
    expect(queries.filter((each) => each.includes('SLOTS'))).toHaveLength(3)
    expect(replica.received).toEqual([])
  })

  test('are reported by one node while the other known masters fail', async () => {
    const [refusing, hung] = [await refused(), await silent()]
    onTestFinished(() => hung.close())
    const promoted = await startNode()
    const node = await startNode({ masters: () => [node.port, promoted.port] })
    const masters = [at(refusing), at(hung), node.server]
    expect(await check({ masters })).toBe('pass')
    const other = await startNode({ masters: () => [other.port, refusing.port] })
    expect(await check({ masters: [other.server] })).toMatch(
      `no redis (1 of 2 nodes): 127.0.0.1:${refusing.port}: connect ECONNREFUSED`,
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
  ])('are reported by a replica when all known masters %s', async (_, open) => {
    const masters = [at(await open()), at(await open())]
    const replica = await startNode()
    expect(await check({ masters, others: [at(await open()), replica.server] })).toBe('pass')
    expect(await check({ others: [replica.server] })).toBe('pass')
  })

  test('are reported by a node for which every slot is served, in any order of nodes', async () => {
    const isolated = await startNode({ info: 'cluster_state:fail\r\n' })
    const node = await startNode()
    for (let checks = 0; checks < 20; checks += 1) {
      expect(await check({ masters: [isolated.server, node.server] })).toBe('pass')
      expect(await check({ masters: [node.server, isolated.server] })).toBe('pass')
    }
  })

  test.each([
    ['cluster_state:fail', 'cluster_state:fail\r\ncluster_slots_ok:16384\r\n'],
    ['cluster_slots_ok:16383', 'cluster_state:ok\r\ncluster_slots_ok:16383\r\n'],
    [
      'cluster_slots_fail:1',
      'cluster_state:ok\r\ncluster_slots_ok:16384\r\ncluster_slots_fail:1\r\n',
    ],
  ])('fail the check if one of them reports %s', async (state, info) => {
    const node = await startNode({ info })
    const host = `127.0.0.1:${node.port}`
    expect(await check({ masters: [node.server] })).toBe(`no redis: ${host}: reports ${state}`)
    expect(await check({ others: [node.server] })).toBe(`no redis: ${host}: reports ${state}`)
    const other = await startNode({ masters: () => [other.port, node.port] })
    expect(await check({ masters: [other.server] })).toBe(
      `no redis (1 of 2 nodes): ${host}: reports ${state}`,
    )
  })

  test('are the masters that the client knows if no node reports masters', async () => {
    const node = await startNode({ masters: () => [] })
    expect(await check({ masters: [node.server] })).toBe('pass')
    expect(await check({ others: [node.server] })).toBe('pass')
    const refusing = await refused()
    expect(await check({ masters: [at(refusing), node.server] })).toMatch('no redis (1 of 2 nodes)')
  })

  test.each([
    ['returns an error', "-ERR unknown subcommand 'SLOTS'\r\n"],
    ['is not permitted', '-NOPERM this user may not\r\n'],
    ['returns another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['has no reply', ''],
    ['has an incomplete reply', '*2\r\n*3\r\n'],
    ['closes the connection', closed],
  ])('are the masters that the client knows if CLUSTER SLOTS %s', async (_, slots) => {
    const nodes = await Promise.all(Array.from({ length: 6 }, () => startNode({ slots })))
    const servers = nodes.map(({ server }) => server)
    const isolated = await startNode({ slots, info: 'cluster_state:fail\r\n' })
    const results = await Promise.all([
      check({ masters: servers }, 4000),
      check({ others: servers }, 4000),
      check({ masters: [...servers, isolated.server] }, 4000),
    ])
    const failed = /^no redis \(1 of 7 nodes\): .*reports cluster_state:fail$/
    expect(results).toEqual(['pass', 'pass', expect.stringMatching(failed)])
  })

  test('are reported by a replica if a master does not reply to CLUSTER SLOTS', async () => {
    const promoted = await startNode()
    const [node, replica] = [
      await startNode({ slots: '' }),
      await startNode({ masters: () => [promoted.port] }),
    ]
    const known = { masters: [node.server], others: [replica.server] }
    expect(await check(known)).toBe('pass')
    expect(promoted.received).toHaveLength(1)
  })

  test('are checked at the address that the client uses', async () => {
    const node = await startNode({ masters: () => [1] })
    expect(await check({ masters: [node.server], find: () => node.server })).toBe('pass')
    const failing = () => {
      throw new Error('invalid map')
    }
    expect(await check({ masters: [node.server], find: failing })).toBe('no redis: invalid map')
  })

  test.each(['+OK\r\n', '*1\r\n+OK\r\n', '*1\r\n*3\r\n:0\r\n:1\r\n*1\r\n+host\r\n'])(
    'are not read from the invalid list %j',
    async (list) => {
      const server = createServer((socket) => {
        socket.on('error', () => {})
        socket.on('data', () => socket.end(`+PONG\r\n${bulk(whole)}${list}`))
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close())
      const { port } = server.address() as { readonly port: number }
      const result = await check({ masters: [at({ host: '127.0.0.1', port })] })
      expect(result).toMatch(/pass|an unexpected reply to CLUSTER SLOTS/)
    },
  )
})
