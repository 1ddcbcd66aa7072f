import { Hono } from 'hono'
import { createProbes, honoProbes, type ProbeResponse, type Probes } from '../src/index.ts'
import { addRoutes } from './application.ts'

// What is bundled for Bun, Deno and workerd. It may use nothing that only Node has.

/** Where probes are answered that another process holds, and their paths. */
export interface Bridge {
  readonly url: string
  readonly paths: readonly string[]
}

/** The application of the rules, behind the probes at the other end of a bridge, or behind none. */
export function createSite(bridge?: Bridge): Hono {
  const app = new Hono()
  if (bridge) app.on(['GET', 'HEAD'], [...bridge.paths], honoProbes(reach(bridge)))
  addRoutes(app)
  return app
}

// Whether it is a probe is decided here, and what it is answered with there: by the checkers of the rule.
function reach({ url, paths }: Bridge): Pick<Probes, 'handle'> {
  const here = createProbes({ livenessPaths: paths, readinessPaths: [] })
  return {
    handle(...probe) {
      if (here.handle(...probe) === undefined) return undefined
      return fetch(url, { method: 'POST', body: JSON.stringify(probe) }).then(
        (response) => response.json() as Promise<ProbeResponse>,
      )
    },
  }
}

/** An application whose checkers are in its own process, and which tells how many checks were begun. */
export function createOwn(): Hono {
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
      { name: 'obeys', check: counted(untilAborted) },
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
