import { redact } from './redact.ts'

const most = 80
const mostRead = 4096

/**
 * The beginning of what a server said, for the log: one line of what can be printed, if it begins
 * with some. It contains none of the passwords, not even the beginning of one at its end.
 */
export function quote(said: Buffer, passwords: readonly unknown[] = []): string {
  const shown = redact(said.toString('utf8', 0, mostRead), passwords)
  const [text = ''] = /^[ -~]*/.exec(shown) ?? []
  return text.slice(0, most)
}
