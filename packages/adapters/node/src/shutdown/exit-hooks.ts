import type { HookSettings } from './options.ts'

/**
 * Runs a hook. Resolves with the description of its failure, or with `undefined` if it succeeded.
 * Never rejects.
 */
export async function runHook({ name, run, limitMs }: HookSettings): Promise<string | undefined> {
  try {
    const inTime = await within(Promise.resolve().then(run), limitMs)
    return inTime ? undefined : `${name} did not finish within ${limitMs / 1000} s`
  } catch (error) {
    return `${name} failed: ${messageOf(error)}`
  }
}

/** Resolves with whether the promise settles in time. The timer keeps the process running. */
export async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  try {
    return await Promise.race([promise.then(() => true), timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** The message of any thrown value, on one line. Never throws. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message || error.name : error).replaceAll(
      /\s+/g,
      ' ',
    )
  } catch {
    return 'the thrown value cannot be converted to a string'
  }
}
