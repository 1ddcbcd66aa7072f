// Escape sequences that every terminal since the VT100 and xterm understands.
const enter = '\x1b[?1049h\x1b[?25l'
const leave = '\x1b[?25h\x1b[?1049l'
const home = '\x1b[H'
const eraseRestOfLine = '\x1b[K'
const eraseBelow = '\x1b[J'

/** A whole terminal whose lines are replaced again and again. */
export interface Display {
  show(lines: readonly string[]): void
  /** Shows what was on the terminal before. */
  close(): void
}

/**
 * Takes the alternate screen of a terminal. A terminal does not wrap its lines anew when its size changes, so nothing that
 * was drawn in another size is left.
 */
export function openDisplay(stream: NodeJS.WriteStream): Display {
  stream.write(enter)
  return {
    show(lines) {
      const text = lines.map((line) => `${line}${eraseRestOfLine}`).join('\r\n')
      stream.write(`${home}${text}${eraseBelow}`)
    },
    close: () => void stream.write(leave),
  }
}
