import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:http'
import { startProcessGuard } from '../../process-guard.ts'
import { EndedEarly } from '../connection.ts'
import { expectEqual, expectSame, expectText } from '../expect.ts'
import type { Harness, ProbedSite, Rules } from '../harness.ts'
import { requestBytes } from '../message.ts'
import { type ResponseFault, responseFaults, withResponseFault } from '../response-faults.ts'

/** One probe that is answered in the same turn of the event loop, and one that waits for a check. */
const targets = ['/healthz', '/readiness']
const options = {
  maxAge: 0,
  readiness: [{ name: 'db', check: () => new Promise(setImmediate) }],
}

/**
 * Starts the application, and rejects if `act` causes an error that would have ended the process. `crash` resolves when
 * there is one, so that `act` need not wait for an answer that will not come.
 */
export async function surviving(
  { start }: Harness,
  act: (site: ProbedSite, crash: Promise<void>) => Promise<void>,
): Promise<void> {
  const site = await start(options)
  const guard = startProcessGuard()
  const { error } = console
  // Adapters and frameworks may log what was thrown.
  console.error = () => {}
  try {
    await act(site, guard.first)
  } finally {
    console.error = error
    guard.stop()
    // Before what `act` rejects with, which is a consequence.
    expectEqual('the errors that would have ended the process', guard.seen, [])
  }
}

/** Accepts a complete answer, whatever it is, or a closed connection without any part of one. */
async function expectWholeOrNothing(
  site: ProbedSite,
  method: string,
  target: string,
): Promise<void> {
  const connection = site.connect()
  void connection.send(requestBytes(site.url, target, { method }))
  await connection.read(method).catch((error: NodeJS.ErrnoException) => {
    const isClosed = error instanceof EndedEarly && error.received === ''
    if (!isClosed && error.code !== 'ECONNRESET') throw error
  })
}

const containsFault = (fault: ResponseFault) => (harness: Harness) =>
  surviving(harness, async (site, crash) => {
    if (site.quirks.sendsForAdapter) return
    await withResponseFault(fault, async () => {
      for (const target of targets) {
        for (const method of ['GET', 'HEAD']) {
          await Promise.race([expectWholeOrNothing(site, method, target), crash])
        }
      }
    })
    for (const target of targets) {
      expectText(`the next GET ${target}`, await site.ask(target), 200, 'OK')
    }
  })

const requests = 'http.server.request.start'

/** What `createServer({ rejectNonStandardBodyWrites: true })` does, for each request after the first. */
function rejectBodies(message: unknown): void {
  Object.assign((message as { server: Server }).server, { rejectNonStandardBodyWrites: true })
}

export const errorRules: Rules = {
  'HEAD is answered by a server that rejects a body where none is allowed': (harness) =>
    surviving(harness, async (site, crash) => {
      subscribe(requests, rejectBodies)
      try {
        for (const target of targets) {
          const answer = await site.ask(target)
          const head = await Promise.race([site.ask(target, { method: 'HEAD' }), crash])
          if (head) expectSame(`HEAD ${target}`, head, { ...answer, body: '' })
        }
      } finally {
        unsubscribe(requests, rejectBodies)
      }
    }),

  ...Object.fromEntries(
    Object.entries(responseFaults).map(([what, fault]) => [
      `a response that ${what} does not end the process`,
      containsFault(fault),
    ]),
  ),
}
