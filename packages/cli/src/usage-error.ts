/** The exit code for wrong usage: EX_USAGE of sysexits.h, which no check returns. */
export const usageExitCode = 64

/**
 * Wrong usage of a command. The message names the bad value and what was expected, and contains no
 * credentials.
 */
export class UsageError extends Error {}
