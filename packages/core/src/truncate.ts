/**
 * Removes line breaks and other control characters, and truncates the text to a length. Foreign
 * text may be megabytes long, so it is first truncated to four times the length, which leaves room
 * for the control characters.
 */
export function oneLine(text: string, length: number): string {
  const head = text.slice(0, 4 * length)
  const flat = head.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const isWhole = flat.length <= length && head.length === text.length
  return isWhole ? flat : `${flat.slice(0, length - 1)}…`
}
