// Escape sequences of the VT100 and xterm, which all current terminals support.
const enter = '\x1b[?1049h\x1b[?25l'
const leave = '\x1b[?25h\x1b[?1049l'
const home = '\x1b[H'
const eraseRestOfLine = '\x1b[K'
const eraseBelow = '\x1b[J'

/** The alternate screen of a terminal. */
export interface AlternateScreen {
  /** Replaces all lines. */
  show(lines: readonly string[]): void
  /** Restores the previous content of the terminal. */
  close(): void
}

/**
 * Opens the alternate screen. Terminals do not rewrap the lines of this screen when their size
 * changes, so `show` replaces all of them.
 */
export function openAlternateScreen(stream: NodeJS.WriteStream): AlternateScreen {
  stream.write(enter)
  return {
    show(lines) {
      const text = lines.map((line) => `${line}${eraseRestOfLine}`).join('\r\n')
      stream.write(`${home}${text}${eraseBelow}`)
    },
    close: () => void stream.write(leave),
  }
}
