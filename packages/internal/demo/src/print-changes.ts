import { describe, type Kubelet, type ProbeResult } from './kubelet.ts'
import { repeatProbes } from './repeat-probes.ts'

/** Prints a line for each changed result, until the signal aborts. */
export function printChanges(
  kubelet: Kubelet,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<void> {
  const last = new Map<string, string>()
  const { stop } = repeatProbes(kubelet, ({ name, result }) => {
    if (result === undefined) return
    // The text of the page contains the time, so it is different each time.
    const shown = name === 'page' ? { ...result, body: '' } : result
    if (last.get(name) === comparableText(shown)) return
    last.set(name, comparableText(shown))
    print(`${new Date().toISOString()} ${name} ${describe(shown)}`)
  })
  return new Promise((resolve) => {
    const end = () => {
      stop()
      resolve()
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

function comparableText({ status, body, reason }: ProbeResult): string {
  return JSON.stringify([status, body, reason])
}
