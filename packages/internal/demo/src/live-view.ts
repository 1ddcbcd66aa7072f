import { emitKeypressEvents, type Key } from 'node:readline'
import { openAlternateScreen } from './alternate-screen.ts'
import type { Database } from './database.ts'
import { drawView } from './draw-view.ts'
import type { Kubelet } from './kubelet.ts'
import { repeatProbes } from './repeat-probes.ts'

export interface ViewOptions {
  readonly kubelet: Kubelet
  readonly database: Database | undefined
  /** The addresses of the application. */
  readonly introduction: string
  /** Read each time the view is drawn. */
  readonly log: readonly string[]
  readonly signal: AbortSignal
}

const redrawIntervalMs = 200
const maxLogLines = 4

/**
 * Shows the results of the page and of both probes and the state of the database, and handles keys.
 * Resolves when a key quits or the signal aborts.
 */
export function showView(options: ViewOptions): Promise<void> {
  const { kubelet, database, introduction, log, signal } = options
  const { stdin, stdout } = process
  const screen = openAlternateScreen(stdout)
  const redraw = () => {
    const viewState = { probes, now: performance.now(), database, introduction }
    screen.show(drawView({ ...viewState, log: log.slice(-maxLogLines) }, stdout))
  }
  const { probes, stop } = repeatProbes(kubelet, redraw)
  const timer = setInterval(redraw, redrawIntervalMs)
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
    screen.close()
  })
}

function handleKey(database: Database, { name }: Key): Promise<void> | undefined {
  const { state } = database
  if (name === 'f') database[state === 'frozen' ? 'thaw' : 'freeze']()
  if (name === 's') return state === 'stopped' ? database.start() : database.stop()
  return name === 'r' ? database.restart() : undefined
}
