import { emitKeypressEvents, type Key } from 'node:readline'
import type { Database } from './database.ts'
import { openDisplay } from './display.ts'
import { draw } from './draw.ts'
import type { Kubelet } from './kubelet.ts'
import { watch } from './watch.ts'

export interface ViewOptions {
  readonly kubelet: Kubelet
  readonly database: Database | undefined
  /** The addresses of the application. */
  readonly introduction: string
  /** Read each time the view is drawn. */
  readonly log: readonly string[]
  readonly signal: AbortSignal
}

const redrawEvery = 200
const linesOfLog = 4

/**
 * Shows the page, both probes and the database, and handles keys, until a key quits or the signal
 * aborts.
 */
export function showView(options: ViewOptions): Promise<void> {
  const { kubelet, database, introduction, log, signal } = options
  const { stdin, stdout } = process
  const display = openDisplay(stdout)
  const redraw = () => {
    const viewState = { probes, now: performance.now(), database, introduction }
    display.show(draw({ ...viewState, log: log.slice(-linesOfLog) }, stdout))
  }
  const { probes, stop } = watch(kubelet, redraw)
  const timer = setInterval(redraw, redrawEvery)
  stdout.on('resize', redraw)
  emitKeypressEvents(stdin)
  stdin.setRawMode(true).resume()

  return new Promise<void>((resolve, reject) => {
    const onKey = (_: unknown, key: Key) => {
      // A pseudo terminal sends Ctrl-D when its input has ended.
      if (key.name === 'q' || (key.ctrl && (key.name === 'c' || key.name === 'd'))) resolve()
      else if (database) handleKey(database, key)?.catch(reject)
      redraw()
    }
    stdin.on('keypress', onKey)
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  }).finally(() => {
    stdin.removeAllListeners('keypress').setRawMode(false).pause()
    stdout.off('resize', redraw)
    clearInterval(timer)
    stop()
    display.close()
  })
}

function handleKey(database: Database, { name }: Key): Promise<void> | undefined {
  const { state } = database
  if (name === 'f') database[state === 'frozen' ? 'thaw' : 'freeze']()
  if (name === 's') return state === 'stopped' ? database.start() : database.stop()
  return name === 'r' ? database.restart() : undefined
}
