import { type Command, Option } from 'commander'
import { parseDuration } from '../parse/duration.ts'

/**
 * Adds a command to the program: its name, arguments, options and help. The action imports the
 * implementation when the command runs, and sets `process.exitCode`.
 */
export type AddCommand = (program: Command) => void

/** Returns the option for the time limit of a command, in milliseconds. */
export function timeOption(description: string): Option {
  return new Option('--timeout <time>', description).argParser((text) =>
    parseDuration('--timeout', text),
  )
}
