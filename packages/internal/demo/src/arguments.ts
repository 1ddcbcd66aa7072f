import { parseArgs } from 'node:util'

export const usage = `Usage: npm start [-- option]

Runs the application of examples/express-pg and probes it once a second, as a kubelet does.

  --tour   stop and freeze the database, look what the probes answer, and end: 0 if all was as it should be
  --help   print this

Environment:
  PORT           port of the application, 8000 by default; a free one if it is taken
  DATABASE_URL   a PostgreSQL of yours instead of one of the demo's own, which it could stop and freeze
`

export interface Command {
  readonly action: 'help' | 'tour' | 'watch'
  readonly port: number
  readonly databaseUrl: string | undefined
}

/** @throws Error saying what cannot be done */
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
    throw new Error('--tour stops and freezes the database, which it does not do to DATABASE_URL')
  }
  return { action, port, databaseUrl: databaseUrl || undefined }
}
