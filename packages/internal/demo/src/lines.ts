import { type Answer, describe, type Kubelet } from './kubelet.ts'
import { watch } from './watch.ts'

/** Prints a line for each change of an answer, until the signal fires. */
export function printChanges(
  kubelet: Kubelet,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<void> {
  const last = new Map<string, string>()
  const { stop } = watch(kubelet, ({ name, answer }) => {
    if (answer === undefined) return
    // The text of the page contains the time, so it is different each time.
    const shown = name === 'page' ? { ...answer, body: '' } : answer
    if (last.get(name) === essence(shown)) return
    last.set(name, essence(shown))
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

function essence({ status, body, reason }: Answer): string {
  return JSON.stringify([status, body, reason])
}
