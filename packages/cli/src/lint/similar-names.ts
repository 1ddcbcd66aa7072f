/** Returns whether a name is probably a misspelling of a known one. */
export function isSimilar(known: string, written: string): boolean {
  const [one, other] = [plain(known), plain(written)]
  if (one === other || `${other}s` === one || `${one}s` === other) return true
  return `${other}seconds` === one || (one.length > 7 && isOneEdit(one, other))
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '')
}

/** Returns whether one letter is missing, added, wrong, or exchanged with the next. */
function isOneEdit(one: string, other: string): boolean {
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const [rest, changed] = [one.slice(start), other.slice(start)]
  return (
    rest.slice(1) === changed ||
    rest === changed.slice(1) ||
    rest.slice(1) === changed.slice(1) ||
    (rest[0] === changed[1] && rest[1] === changed[0] && rest.slice(2) === changed.slice(2))
  )
}
