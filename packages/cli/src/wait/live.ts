import type { WriteStream } from 'node:tty'
import { lineOf, plainView, type State, type View } from './states.ts'

const redrawEvery = 1000

// Longer lines are cut by the terminal, which knows how wide each character is, so that each line is one row.
const noWrap = '\u001B[?7l'
const wrap = '\u001B[?7h'
const clearBelow = '\u001B[J'
const up = (rows: number) => (rows === 0 ? '' : `\u001B[${rows}A`)
const colors = { passed: 32, waiting: 33, missing: 31 } as const

/** Shows a line for each dependency, and keeps it up to date; plain lines if they do not fit on the screen. */
export function liveView(stream: WriteStream, states: readonly State[]): View {
  if (states.length >= stream.rows) return plainView((line) => stream.write(`${line}\n`))
  const started = performance.now()
  const paint = stream.hasColors() ? inColor : (line: string) => line
  let current = states
  let drawn = 0
  const draw = () => {
    const waited = performance.now() - started
    const rows = current.map((state) => `${paint(lineOf(state, waited), state)}\n`)
    // In one piece, so that an end in the middle cannot leave the terminal in another mode.
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

function inColor(line: string, { status }: State): string {
  return line.replace(status, `\u001B[${colors[status]}m${status}\u001B[39m`)
}
