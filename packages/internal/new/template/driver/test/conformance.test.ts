import { type Address, driverConformance, type Server } from '@readyz/conformance'
import { expect, test } from 'vitest'
import { type MadeUpClient, madeUpChecker } from '../src/index.ts'

/** An application with its client. */
interface Opened {
  readonly client: MadeUpClient
  /** One small piece of what it does all day. */
  use(): Promise<unknown>
  /** Ends the client. */
  close(): unknown
}

function openApplication({ host, port }: Address): Opened {
  throw new Error(`fill in: a real client of @made/up, whose server is at ${host}:${port}`)
}

// As long as there is none, the rules that need none are played.
const server: Server | undefined = undefined

test('is put through the faults of a real server', ({ skip }) => {
  skip(server === undefined, 'fill in: a real server, as a test can start it')
  expect(server).toBeDefined()
})

driverConformance(
  test,
  (address) => {
    const { client, use, close } = openApplication(address)
    return { checker: madeUpChecker(client), application: { use }, close }
  },
  server,
)
