import { redact } from './redact.ts'

const most = 80
const mostRead = 4096

/**
 * Returns the printable beginning of a response on one line for the log. It contains no password,
 * and no beginning of a password at its end.
 */
export function quote(said: Buffer, passwords: readonly unknown[] = []): string {
  const shown = redact(said.toString('utf8', 0, mostRead), passwords)
  const [text = ''] = /^[ -~]*/.exec(shown) ?? []
  return text.slice(0, most)
}
