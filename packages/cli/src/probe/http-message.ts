/** The header fields of a request. */
export type RequestHeaders = Readonly<Record<string, string>>

/** The head of a response, and its body, which has not been read yet. */
export interface HttpResponse {
  readonly status: number
  /** The `Location` header without surrounding white space. */
  readonly location: string | undefined
  /** The `Content-Length` header; `undefined` if the length is not known in advance. */
  readonly length: number | undefined
  /** Reads the body, but at most `limit` bytes. Rejects if it is truncated before that. */
  readBody(limit: number): Promise<void>
}
