// Escape sequences that every terminal since the VT100 and xterm understands.
const enter = '\x1b[?1049h\x1b[?25l'
const leave = '\x1b[?25h\x1b[?1049l'
const home = '\x1b[H'
const eraseRestOfLine = '\x1b[K'
const eraseBelow = '\x1b[J'

/** The alternate screen of a terminal. */
export interface Display {
  /** Replaces all lines. */
  show(lines: readonly string[]): void
  /** Restores the previous content of the terminal. */
  close(): void
}

/**
 * Opens the alternate screen. A terminal does not wrap its lines again when its size changes, so no
 * line of the previous size remains.
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
