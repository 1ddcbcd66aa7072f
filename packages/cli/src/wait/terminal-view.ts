import type { WriteStream } from 'node:tty'
import { type DependencyState, formatState, logView, type View } from './progress.ts'

const redrawEvery = 1000

// Without wrapping, the terminal truncates longer lines, so that each line is one row. This program
// cannot truncate them, because the width of some characters depends on the terminal.
const noWrap = '\u001B[?7l'
const wrap = '\u001B[?7h'
const clearBelow = '\u001B[J'
const up = (rows: number) => (rows === 0 ? '' : `\u001B[${rows}A`)
const colors = { passed: 32, waiting: 33, missing: 31 } as const

/**
 * Shows a line for each dependency and updates it. If the lines do not fit on the screen, prints
 * changes as in a log.
 */
export function terminalView(stream: WriteStream, states: readonly DependencyState[]): View {
  if (states.length >= stream.rows) return logView((line) => stream.write(`${line}\n`))
  const started = performance.now()
  const paint = stream.hasColors() ? inColor : (line: string) => line
  let current = states
  let drawn = 0
  const draw = () => {
    const waited = performance.now() - started
    const rows = current.map((state) => `${paint(formatState(state, waited), state)}\n`)
    // In one write, so that the process cannot exit while the terminal is in another mode.
    stream.write(`${up(drawn)}\r${noWrap}${clearBelow}${rows.join('')}${wrap}`)
    drawn = rows.length
  }
  const timer = setInterval(draw, redrawEvery)
  draw()
  return {
    update(changed) {
      current = changed
      draw()
    },
    end: () => clearInterval(timer),
  }
}

function inColor(line: string, { status }: DependencyState): string {
  return line.replace(status, `\u001B[${colors[status]}m${status}\u001B[39m`)
}
