import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { refused } from '@readyz/conformance'
import { typescriptFlags } from '@readyz/servers'
import { expect, onTestFinished, test } from 'vitest'
import { examples } from './examples.ts'

/** Starts every example in one process, each with a separate server. */
async function startAll() {
  const servers = await Promise.all(examples.map(({ startServer }) => startServer()))
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server.close()))
  })
  const environments = await Promise.all(
    examples.map(async ({ envOf }, index) => {
      const { port } = await refused()
      const server = servers[index]
      return { ...(server && envOf(server)), PORT: String(port), HOST: 'localhost' }
    }),
  )
  const script = fileURLToPath(new URL('run-all-in-one-process.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    [...typescriptFlags, script, JSON.stringify(environments)],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let listening = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('listening on')) listening += 1
    if (listening === examples.length) break
  }
  return { servers, urls: environments.map(({ PORT }) => `http://localhost:${PORT}`) }
}

const statusOf = async (url: string) => (await fetch(url)).status

test('all examples in one process pass liveness probes while their readiness checks wait for frozen servers', async () => {
  const { servers, urls } = await startAll()
  for (const server of servers) server.freeze()
  let answered = 0
  const readiness = urls.map(async (url) => {
    const status = await statusOf(`${url}/readiness`)
    answered += 1
    return status
  })
  for (let round = 0; round < 20; round += 1) {
    const liveness = await Promise.all(urls.map((url) => statusOf(`${url}/healthz`)))
    expect(liveness).toEqual(urls.map(() => 200))
  }
  // Every readiness probe was still waiting for its server.
  expect(answered).toBe(0)
  expect(await Promise.all(readiness)).toEqual(urls.map(() => 503))
})
