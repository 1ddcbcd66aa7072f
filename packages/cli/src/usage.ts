/** The exit code for a command that was written wrongly: EX_USAGE of sysexits.h, which no check gives. */
export const wrongUse = 64

/** A command that was written wrongly. The message names what is wrong and what was expected, but no credentials. */
export class UsageError extends Error {}
