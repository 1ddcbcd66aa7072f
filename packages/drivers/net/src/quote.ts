const most = 80

/** The beginning of what a server said, for the log: one line of what can be printed, if it begins with some. */
export function quote(said: Buffer): string {
  const [text = ''] = /^[ -~]*/.exec(said.toString('latin1', 0, most)) ?? []
  return text
}
