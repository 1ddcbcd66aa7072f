import { type Command, Option } from 'commander'
import { readDuration } from '../read/duration.ts'

/**
 * Adds a command to the program: what it is called, what it takes and how that is read. What it does is imported when it is
 * called, and gives the exit code, which the action puts into `process.exitCode`.
 */
export type AddCommand = (program: Command) => void

/** The time limit of a command, in milliseconds. */
export function timeOption(description: string): Option {
  return new Option('--timeout <time>', description).argParser((text) =>
    readDuration('--timeout', text),
  )
}
