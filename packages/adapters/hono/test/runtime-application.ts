import { Hono } from 'hono'
import { createProbes, honoProbes, type ProbeResponse, type Probes } from '../src/index.ts'
import { addRoutes } from './application.ts'

// This module is bundled for Bun, Deno and workerd, so it must not use the API of Node.

/** The URL of `serveProbes` in another process, and the paths of its probes. */
export interface RemoteProbes {
  readonly url: string
  readonly paths: readonly string[]
}

/**
 * Returns the application of the conformance rules, with the probes of another process or without
 * probes.
 */
export function createApplication(remote?: RemoteProbes): Hono {
  const app = new Hono()
  if (remote) app.on(['GET', 'HEAD'], [...remote.paths], honoProbes(connect(remote)))
  addRoutes(app)
  return app
}

// Decides synchronously in this process whether a request is a probe. The other process runs the
// checkers and returns the response.
function connect({ url, paths }: RemoteProbes): Pick<Probes, 'handle'> {
  const local = createProbes({ livenessPaths: paths, readinessPaths: [] })
  return {
    handle(...probe) {
      if (local.handle(...probe) === undefined) return undefined
      return fetch(url, { method: 'POST', body: JSON.stringify(probe) }).then(
        (response) => response.json() as Promise<ProbeResponse>,
      )
    },
  }
}

/**
 * Returns an application whose checkers run in the same process. `GET /checks` returns the number
 * of checks that were started.
 */
export function createApplicationWithCheckers(): Hono {
  let checks = 0
  const counted =
    (check: (signal: AbortSignal) => unknown) => (context: { signal: AbortSignal }) => {
      checks += 1
      return check(context.signal)
    }
  const probes = createProbes({
    timeoutSeconds: 0.5,
    maxAge: 60_000,
    readiness: [
      { name: 'passes', check: counted(async () => {}) },
      { name: 'fails', failure: 'cannot connect.', check: counted(async () => false) },
      { name: 'hangs', check: counted(() => new Promise(() => {})) },
      { name: 'aborts', check: counted(untilAborted) },
    ],
    onTransition: () => {},
  })
  const app = new Hono()
  app.use(honoProbes(probes))
  app.get('/checks', (c) => c.text(String(checks)))
  return app
}

const untilAborted = (signal: AbortSignal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', resolve)
  })
