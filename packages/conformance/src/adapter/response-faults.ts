import { ServerResponse } from 'node:http'
import { Http2ServerResponse } from 'node:http2'

type Response = ServerResponse | Http2ServerResponse

/** What code in front of an adapter does to every response: `act` runs when `method` is called, before the original. */
export interface ResponseFault {
  readonly method: 'writeHead' | 'end'
  readonly act: (res: Response) => void
}

function throwError(): never {
  throw new Error('thrown by a hook')
}

/** As the hooks of the package on-headers do, which are called only once. */
function throwOnce(): ResponseFault['act'] {
  const seen = new WeakSet<Response>()
  return (res) => {
    if (seen.has(res)) return
    seen.add(res)
    throwError()
  }
}

/** Sets a header with which node:http, or node:http2, rejects a response of known length. */
function setRejectedHeader(res: Response): void {
  res.setHeader(res.req.httpVersionMajor > 1 ? 'Transfer-Encoding' : 'Trailer', 'chunked')
}

/** By what a response does, to complete a sentence. */
export const responseFaults: Readonly<Record<string, ResponseFault>> = {
  'throws when its head is written': { method: 'writeHead', act: throwError },
  'throws once when its head is written': { method: 'writeHead', act: throwOnce() },
  'throws a value that is not an error': {
    method: 'writeHead',
    act: () => {
      throw null
    },
  },
  'throws when it is ended': { method: 'end', act: throwError },
  'has a header that Node rejects': { method: 'writeHead', act: setRejectedHeader },
  'is destroyed when its head is written': { method: 'writeHead', act: (res) => res.destroy() },
}

/** Applies a fault to every response of this process while `run` runs. */
export async function withResponseFault(
  { method, act }: ResponseFault,
  run: () => Promise<void>,
): Promise<void> {
  const restores = [ServerResponse.prototype, Http2ServerResponse.prototype].map((prototype) => {
    const own = Object.getOwnPropertyDescriptor(prototype, method)
    const original = prototype[method]
    function faulty(this: Response, ...args: unknown[]): unknown {
      act(this)
      return Reflect.apply(original, this, args)
    }
    Object.defineProperty(prototype, method, {
      value: faulty,
      writable: true,
      configurable: true,
    })
    return () => {
      // Of the two only one may have inherited the method.
      Reflect.deleteProperty(prototype, method)
      if (own) Object.defineProperty(prototype, method, own)
    }
  })
  try {
    await run()
  } finally {
    for (const restore of restores) restore()
  }
}
