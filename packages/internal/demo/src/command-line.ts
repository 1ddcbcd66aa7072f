import { parseArgs } from 'node:util'

export const usage = `Usage: npm start [-- option]

Runs the application of examples/express-pg and probes it once a second, as a kubelet does.

  --tour   stop and freeze the database, and compare the responses with the expected ones;
           exit code 0 if all are equal, otherwise 1
  --help   print this help

Environment:
  PORT           port of the application, 8000 by default; if it is in use, any free port
  DATABASE_URL   URL of PostgreSQL; by default the demo starts a server, and can stop and freeze it
`

export interface Command {
  readonly action: 'help' | 'tour' | 'watch'
  readonly port: number
  readonly databaseUrl: string | undefined
}

/**
 * Parses the arguments and the environment variables.
 *
 * @throws Error if one of them is invalid
 */
export function readCommand(
  args: readonly string[],
  { PORT = '8000', DATABASE_URL: databaseUrl }: NodeJS.ProcessEnv,
): Command {
  const options = { tour: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const port = Number(PORT)
  const action = values.help ? 'help' : values.tour ? 'tour' : 'watch'
  if (!/^\d+$/.test(PORT) || port > 65_535)
    throw new Error(`PORT must be a number from 0 to 65535, got "${PORT}"`)
  if (action === 'tour' && databaseUrl) {
    throw new Error('--tour stops and freezes the database, so DATABASE_URL must not be set')
  }
  return { action, port, databaseUrl: databaseUrl || undefined }
}
