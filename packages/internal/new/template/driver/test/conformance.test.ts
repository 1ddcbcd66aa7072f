import { type Address, driverConformance, type Server } from '@readyz/conformance'
import { expect, test } from 'vitest'
import { type MadeUpClient, madeUpChecker } from '../src/index.ts'

/** An application with its client. */
interface Application {
  readonly client: MadeUpClient
  /** Runs one typical command of the application. */
  use(): Promise<unknown>
  /** Closes the client. */
  close(): unknown
}

function openApplication({ host, port }: Address): Application {
  throw new Error(`fill in: a real client of @made/up, whose server is at ${host}:${port}`)
}

// While `server` is undefined, only the rules that need no server run.
const server: Server | undefined = undefined

test('the conformance rules run against a real server', ({ skip }) => {
  skip(server === undefined, 'fill in: a real server that the test starts')
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
