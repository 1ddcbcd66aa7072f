import type { Readable } from 'node:stream'

/** What there is to know of an answer once its body has been read. */
export interface Answer {
  readonly status: number
  readonly location: string | undefined
}

const mostBytes = 10_240

/** As much of a body as the kubelet reads; the rest is cut off. Rejects if it breaks off before. */
export async function readBody(body: Readable): Promise<void> {
  let size = 0
  for await (const chunk of body) {
    size += (chunk as Uint8Array).length
    if (size >= mostBytes) return
  }
}

/** Resolves with the first event of that name; rejects with an error, or if the end comes first. */
export function first<T extends readonly unknown[]>(
  emitter: NodeJS.EventEmitter,
  event: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    emitter.once(event, (...values) => resolve(values as unknown as T))
    emitter.once('error', reject)
    emitter.once('close', () => reject(new Error('closed without an answer')))
  })
}
