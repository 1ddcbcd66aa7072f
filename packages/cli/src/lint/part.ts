/** A part of a file that is parsed on its own: a document, or an item of a List. */
export interface Part {
  readonly text: string
  /** The position of its first character in the file, from 0. */
  readonly start: number
  /** The path of the part in its document, such as `items[3]`; empty for a document. */
  readonly path: string
}
