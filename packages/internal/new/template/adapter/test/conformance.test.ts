import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adapterConformance } from '@readyz/conformance'
import { test } from 'vitest'
import { madeUpProbes } from '../src/index.ts'

/**
 * Creates the application that the type `Serve` describes, behind the middleware if there is one.
 */
function createApplication(middleware?: ReturnType<typeof madeUpProbes>): RequestListener {
  const variant = middleware === undefined ? 'without probes' : 'behind the probes'
  throw new Error(`fill in: an application in @made/up with the routes of Serve, ${variant}`)
}

adapterConformance(test, async (probes) => {
  const server = createServer(createApplication(probes && madeUpProbes(probes)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
})
