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
    if (answer === undefined || last.get(name) === essence(answer)) return
    last.set(name, essence(answer))
    print(`${new Date().toISOString()} ${name} ${describe(answer)}`)
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
