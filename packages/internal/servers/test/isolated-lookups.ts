import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDns } from '../src/index.ts'

// Runs in its own network namespace, so that the DNS server can use port 53.
const dns = await startDns()

async function look(): Promise<unknown> {
  try {
    const { address } = await lookup('db.example', { family: 4 })
    return address
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

const answer = await look()
dns.mode = 'nxdomain'
const nxdomain = await look()
dns.mode = 'servfail'
const servfail = await look()
dns.mode = 'silent'
const silent = await Promise.race([look(), sleep(1000, 'nothing within 1 s')])
await dns.close()
process.stdout.write(JSON.stringify({ answer, nxdomain, servfail, silent }))
