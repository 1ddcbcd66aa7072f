import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adapterConformance } from '@readyz/conformance'
import { test } from 'vitest'
import { madeUpProbes } from '../src/index.ts'

/** The application that stands at the type `Serve`, behind the middleware where there is one. */
function createApplication(middleware?: ReturnType<typeof madeUpProbes>): RequestListener {
  const place = middleware === undefined ? 'without probes' : 'behind the probes'
  throw new Error(`fill in: the application of the rules in @made/up, ${place}`)
}

adapterConformance(test, async (probes) => {
  const server = createServer(createApplication(probes && madeUpProbes(probes)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
})
