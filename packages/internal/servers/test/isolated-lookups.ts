import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startDns } from '../src/index.ts'

// Runs in a separate network namespace, where the DNS server can use port 53.
const dns = await startDns()

async function lookUp(): Promise<unknown> {
  try {
    const { address } = await lookup('db.example', { family: 4 })
    return address
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

const answer = await lookUp()
dns.mode = 'nxdomain'
const nxdomain = await lookUp()
dns.mode = 'servfail'
const servfail = await lookUp()
dns.mode = 'silent'
const silent = await Promise.race([lookUp(), sleep(1000, 'no result within 1 s')])
await dns.close()
process.stdout.write(JSON.stringify({ answer, nxdomain, servfail, silent }))
