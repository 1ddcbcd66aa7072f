import { lookup as systemLookup } from 'node:dns/promises'
import { promisify } from 'node:util'
import { startDns } from '@readyz/servers'
import { closed, lookup, openSocket } from '../src/index.ts'

// Runs in its own network, where this name server is the only one.
const dns = await startDns()
const lookUp = (name: string, options: object = {}) =>
  new Promise((resolve) => {
    lookup(name, options, (error, address) => resolve(error === null ? address : error.code))
  })

const ipv4 = await lookUp('db.example', { family: 4 })
const ipv6 = await lookUp('db.example', { family: 6 })
dns.mode = 'nxdomain'
const missing = await lookUp('db.example')

dns.mode = 'silent'
const hungLookups = Array.from({ length: 100 }, () => lookUp('hung.example'))
// Two lookups that hang would delay this one.
const local = await systemLookup('localhost', { family: 4 })
const sockets = Array.from({ length: 10 }, () =>
  openSocket(new AbortController().signal).connect(9, 'sockets.example'),
)
await promisify(setTimeout)(500)
dns.mode = 'answer'
const hungAddresses = [...new Set(await Promise.all(hungLookups))]
// The connections are refused as soon as the name is resolved.
await Promise.all(sockets.map(closed))
const queriesFor = (name: string) => dns.queriedNames.filter((each) => each === name).length
const queries = { hung: queriesFor('hung.example'), sockets: queriesFor('sockets.example') }
await dns.close()
const results = { ipv4, ipv6, missing, local: local.address, hungAddresses, queries }
process.stdout.write(JSON.stringify(results))
