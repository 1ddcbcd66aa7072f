import type { HookSettings } from './stop-options.ts'

/** Runs one hook, and gives a word on it if it did not go well. Never rejects. */
export async function runHook({ name, run, limitMs }: HookSettings): Promise<string | undefined> {
  try {
    const inTime = await within(Promise.resolve().then(run), limitMs)
    return inTime ? undefined : `${name} took longer than ${limitMs / 1000} s`
  } catch (error) {
    return `${name} failed: ${wordsOf(error)}`
  }
}

/** Whether it comes in time. The timer keeps the process alive when nothing else does. */
export async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}

/** What was thrown, whatever it was, on one line. */
export function wordsOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message || error.name : error).replaceAll(
      /\s+/g,
      ' ',
    )
  } catch {
    return 'with something that has no words'
  }
}
