import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { decode, encode, type Question } from 'dns-packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dns, runIsolated, skipsIsolation, startDns } from '../src/index.ts'

describe('the DNS server of the tests', () => {
  let dns: Dns
  const resolver = new Resolver({ timeout: 4000, tries: 1 })
  beforeAll(async () => {
    dns = await startDns({ port: 0 })
    resolver.setServers([`${dns.host}:${dns.port}`])
  })
  afterAll(() => dns.close())

  test('returns an IPv4 address and no IPv6 address for every name', async () => {
    expect(await resolver.resolve4('db.example')).toEqual(['127.0.0.1'])
    await expect(resolver.resolve6('db.example')).rejects.toMatchObject({ code: 'ENODATA' })
    expect(dns.queriedNames).toEqual(['db.example', 'db.example'])
  })

  test('returns no address for a question of another type', async () => {
    const socket = createSocket('udp4')
    const question: Question = { type: 'AAAA', name: 'db.example' }
    socket.send(encode({ type: 'query', id: 7, questions: [question] }), dns.port, dns.host)
    const [answer] = await once(socket, 'message')
    expect(decode(answer)).toMatchObject({ id: 7, rcode: 'NOERROR', answers: [] })
    socket.close()
  })

  test.each([
    ['nxdomain', 'ENOTFOUND'],
    ['servfail', 'ESERVFAIL'],
    ['silent', 'ETIMEOUT'],
  ] as const)('in the mode %s the resolver rejects with %s', async (mode, code) => {
    dns.mode = mode
    await expect(resolver.resolve4('db.example')).rejects.toMatchObject({ code })
    dns.mode = 'answer'
  })
})

describe.skipIf(skipsIsolation())('the system resolver of an isolated script', () => {
  test('uses the DNS server of the script', async () => {
    const result = await runIsolated(new URL('./isolated-lookups.ts', import.meta.url))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(result.stdout)).toEqual({
      answer: '127.0.0.1',
      nxdomain: 'ENOTFOUND',
      servfail: 'EAI_AGAIN',
      silent: 'no result within 1 s',
    })
  })
})
