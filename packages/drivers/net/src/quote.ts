import { redact } from './redact.ts'

const maxLength = 80
const maxRead = 4096

/**
 * Returns the printable beginning of a response on one line for the log. It contains no password,
 * and no beginning of a password at its end.
 */
export function quote(response: Buffer, passwords: readonly unknown[] = []): string {
  const shown = redact(response.toString('utf8', 0, maxRead), passwords)
  const [text = ''] = /^[ -~]*/.exec(shown) ?? []
  return text.slice(0, maxLength)
}
