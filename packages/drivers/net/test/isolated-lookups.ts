import { lookup as systemLookup } from 'node:dns/promises'
import { promisify } from 'node:util'
import { startDns } from '@readyz/servers'
import { closed, lookup, openSocket } from '../src/index.ts'

// Runs in a network of its own, whose only name server is this one.
const dns = await startDns()
const lookUp = (name: string, options: object = {}) =>
  new Promise((resolve) => {
    lookup(name, options, (error, address) => resolve(error === null ? address : error.code))
  })

const answered = await lookUp('db.example', { family: 4 })
const none = await lookUp('db.example', { family: 6 })
dns.mode = 'nxdomain'
const absent = await lookUp('db.example')

dns.mode = 'silent'
const waiting = Array.from({ length: 100 }, () => lookUp('hung.example'))
// Two lookups that hang would hold this one back.
const local = await systemLookup('localhost', { family: 4 })
const sockets = Array.from({ length: 10 }, () =>
  openSocket(new AbortController().signal).connect(9, 'sockets.example'),
)
await promisify(setTimeout)(500)
dns.mode = 'answer'
const late = new Set(await Promise.all(waiting))
// Nobody listens there: they close when they have the address.
await Promise.all(sockets.map(closed))
const questionsFor = (name: string) => dns.queriedNames.filter((each) => each === name).length
const hung = questionsFor('hung.example')
const bySockets = questionsFor('sockets.example')
await dns.close()
process.stdout.write(
  JSON.stringify({
    answered,
    none,
    absent,
    local: local.address,
    hung,
    bySockets,
    late: [...late],
  }),
)
