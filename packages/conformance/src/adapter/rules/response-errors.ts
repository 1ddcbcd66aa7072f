import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import { startProcessGuard } from '../../process-guard.ts'
import { expectEqual, expectSameResponse, expectText } from '../expect.ts'
import type { Harness, Rules, ServerWithProbes } from '../harness.ts'
import { ClosedEarlyError } from '../http-connection.ts'
import { requestBytes } from '../http-message.ts'
import { type ResponseFault, responseFaults, withResponseFault } from '../response-faults.ts'

/** One probe that core answers synchronously, and one that it answers after a check. */
const targets = ['/healthz', '/readiness']
const options = {
  maxAge: 0,
  readiness: [{ name: 'db', check: () => new Promise(setImmediate) }],
}

/**
 * Starts the application, and rejects if `run` causes an uncaught error. `crash` resolves at the
 * first uncaught error, so that `run` does not have to wait for a response.
 */
export async function withoutCrash(
  { start }: Harness,
  run: (server: ServerWithProbes, crash: Promise<void>) => Promise<void>,
): Promise<void> {
  const server = await start(options)
  const guard = startProcessGuard()
  const { error } = console
  // Adapters and frameworks may log the error.
  console.error = () => {}
  try {
    await run(server, guard.firstError)
  } finally {
    console.error = error
    guard.stop()
    // Overrides a rejection of `run`, because that is a consequence of the uncaught error.
    expectEqual('uncaught errors', guard.errors, [])
  }
}

/** Accepts any complete response, or a connection that closes before any part of a response. */
async function expectCompleteOrClosed(
  server: ServerWithProbes,
  method: string,
  target: string,
): Promise<void> {
  const connection = server.connect()
  void connection.send(requestBytes(server.url, target, { method }))
  await connection.read(method).catch((error: NodeJS.ErrnoException) => {
    const isClosed = error instanceof ClosedEarlyError && error.received === ''
    if (!isClosed && error.code !== 'ECONNRESET') throw error
  })
}

const containsFault = (fault: ResponseFault) => (harness: Harness) =>
  withoutCrash(harness, async (server, crash) => {
    if (server.quirks.frameworkSendsResponse) return
    await withResponseFault(fault, async () => {
      for (const target of targets) {
        for (const method of ['GET', 'HEAD']) {
          await Promise.race([expectCompleteOrClosed(server, method, target), crash])
        }
      }
    })
    for (const target of targets) {
      expectText(`the next GET ${target}`, await server.request(target), 200, 'OK')
    }
  })

const requestStart = 'http.server.request.start'

/** Sets the option `rejectNonStandardBodyWrites` for all requests after the first one. */
function rejectBodies(message: unknown): void {
  Object.assign((message as { server: Server }).server, { rejectNonStandardBodyWrites: true })
}

export const responseErrorRules: Rules = {
  'HEAD is answered if the server rejects a body where none is allowed': (harness) =>
    withoutCrash(harness, async (server, crash) => {
      subscribe(requestStart, rejectBodies)
      try {
        for (const target of targets) {
          const response = await server.request(target)
          const head = await Promise.race([server.request(target, { method: 'HEAD' }), crash])
          if (head) expectSameResponse(`HEAD ${target}`, head, { ...response, body: '' })
        }
      } finally {
        unsubscribe(requestStart, rejectBodies)
      }
    }),

  ...Object.fromEntries(
    Object.entries(responseFaults).map(([description, fault]) => [
      `a response that ${description} does not end the process`,
      containsFault(fault),
    ]),
  ),
}
