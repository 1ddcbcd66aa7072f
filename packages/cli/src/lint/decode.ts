/** The text of a file, and its encoding. */
export interface DecodedFile {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
}

/**
 * Decodes a file by its byte order mark, or by the zero byte of its first character. PowerShell
 * writes UTF-16. Line breaks of CR alone become LF, because YAML allows both. Returns `undefined`
 * for a file that is not text.
 */
export function decode(bytes: Uint8Array): DecodedFile | undefined {
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : { text: text.replaceAll(/\r(?!\n)/g, '\n'), encoding }
  } catch {
    return undefined
  }
}

function encodingOf([first, second]: Uint8Array): DecodedFile['encoding'] {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be'
  return 'utf-8'
}
