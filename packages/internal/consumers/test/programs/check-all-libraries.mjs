// Runs checks of every library and prints the results as JSON. The argument is a JSON object:
// `files` contains the file of each library, and `required` the libraries to load with `require`.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { Router } from 'express'
import { Hono } from 'hono'
import { Redis } from 'ioredis'
import Koa from 'koa'
import memjs from 'memjs'
import mysql2 from 'mysql2'
import pg from 'pg'
import { createClient } from 'redis'

const { files, required } = JSON.parse(process.argv[2])
const require = createRequire(import.meta.url)
const load = (name) => (required.includes(name) ? require(files[name]) : import(files[name]))
const entries = Object.keys(files).map(async (name) => [name.split('/')[1], await load(name)])
const lib = Object.fromEntries(await Promise.all(entries))
const { CheckError, CheckWarning, createProbes } = lib.core
const throwing = (error) => () => {
  throw error
}

async function run(check) {
  const checker = typeof check === 'function' ? { name: 'db', check } : check
  const probes = createProbes({ readiness: [checker], timeoutSeconds: 60, onTransition() {} })
  const { checks } = await probes.readiness()
  return checks.map(({ name, status, reason, message }) => ({ name, status, reason, message }))
}

const cause = { code: '28P01' }
const errors = {
  warning: new CheckWarning('the replica lags.', { cause }),
  error: new CheckError('the queue is full.', { code: 'saturated', cause }),
  wrapped: new Error('private', { cause: new CheckError('is invalid.', { code: 'invalid' }) }),
  login: Object.assign(new Error('private'), cause),
  refused: Object.assign(new Error('private'), { code: 'ECONNREFUSED' }),
  server: new lib.net.ServerError('private', 'auth'),
}

/** For each driver, a checker over a real client. */
const drivers = {
  pg: (address) => lib.pg.pgChecker(new pg.Pool(address).on('error', () => {})),
  mysql2: (address) => lib.mysql2.mysql2Checker(mysql2.createPool(address)),
  memjs: ({ host, port }) => lib.memjs.memjsChecker(memjs.Client.create(`${host}:${port}`)),
  ioredis: (address) => lib.ioredis.ioredisChecker(new Redis({ ...address, lazyConnect: true })),
  redis: (socket) => lib.redis.redisChecker(createClient({ socket }).on('error', () => {})),
  resp: (connect) => {
    const { ask } = lib.resp.respServer({ connect })
    return { name: 'resp', check: ({ signal }) => ask(signal) }
  },
}
const faults = {
  refused: await lib.conformance.refused(),
  closes: await lib.conformance.closes(),
  garbage: await lib.conformance.garbage(),
}

/** For each adapter, a request handler. */
const adapters = {
  node: (probes) => lib.node.nodeProbes(probes, (_, res) => res.end()),
  express: (probes) => {
    const router = Router().use(lib.express.expressProbes(probes))
    return (req, res) => router(req, res, () => res.end())
  },
  koa: (probes) => new Koa().use(lib.koa.koaProbes(probes)).callback(),
}

async function responseOf(handler) {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${server.address().port}/readyz?verbose`)
  return response.text()
}

const results = {}
for (const [title, error] of Object.entries(errors)) {
  results[`core ${title}`] = await run(throwing(error))
  results[`sql ${title}`] = await run(lib.sql.sqlChecker(throwing(error)))
  const probes = createProbes({
    readiness: [{ name: 'db', check: throwing(error) }],
    onTransition() {},
  })
  for (const [name, handlerOf] of Object.entries(adapters)) {
    results[`${name} ${title}`] = await responseOf(handlerOf(probes))
  }
  const hono = new Hono().use(lib.hono.honoProbes(probes))
  results[`hono ${title}`] = await (await hono.request('/readyz?verbose')).text()
}
for (const [fault, address] of Object.entries(faults)) {
  for (const [name, open] of Object.entries(drivers)) {
    // These clients wait for more bytes until the time limit.
    if (fault === 'garbage' && (name === 'pg' || name === 'mysql2')) continue
    results[`${name} ${fault}`] = await run(open({ host: address.host, port: address.port }))
  }
}
// A driver whose check passes without sending a request.
const open = () => ({ checker: { name: 'db', check: () => true }, close() {} })
const rules = []
lib.conformance.driverConformance((name, rule) => rules.push([name, rule]), open)
const title = 'a check fails with "refused" if the server refuses the connection'
const [, rule] = rules.find(([name]) => name === title)
results.conformance = await rule().then(
  () => 'passed',
  ({ message }) => message,
)

console.log(JSON.stringify(results))
process.exit()
