import { serve } from '@hono/node-server'
import { createProbes, honoProbes } from '@readyz/hono'
import { memjsChecker } from '@readyz/memjs'
import { stopGracefully } from '@readyz/node'
import { Hono } from 'hono'
import { Client } from 'memjs'

const { MEMCACHE_SERVERS = 'localhost:11211', PORT = '8000' } = process.env

const cache = Client.create(MEMCACHE_SERVERS)
// The same timeoutSeconds as in k8s.yaml.
const probes = createProbes({ readiness: [memjsChecker(cache)], timeoutSeconds: 5 })
const drainSeconds = 18
const stopSeconds = 10

const app = new Hono()
// The probes come first. They are mounted by path, so that other requests do not run the handler.
app.on(['GET', 'HEAD'], [...probes.paths], honoProbes(probes))
app.get('/', async (c) => {
  const { value } = await cache.get('visits')
  const visits = Number(value ?? 0) + 1
  await cache.set('visits', String(visits), {})
  return c.text(`You are visitor ${visits}.\n`)
})

const server = serve({ fetch: app.fetch, port: Number(PORT) }, () => {
  console.log(`listening on http://localhost:${PORT}`)
})

// After SIGTERM readiness fails at once, and requests are served for drainSeconds.
stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds: stopSeconds,
  beforeExit: [{ name: 'cache', run: () => cache.close(), timeoutSeconds: 3 }],
})
