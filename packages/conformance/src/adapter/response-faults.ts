import { ServerResponse } from 'node:http'
import { Http2ServerResponse } from 'node:http2'

type Response = ServerResponse | Http2ServerResponse

/** A fault of responses: `act` runs before each call of `method`. */
export interface ResponseFault {
  readonly method: 'writeHead' | 'end'
  readonly act: (res: Response) => void
}

function throwError(): never {
  throw new Error('thrown by a hook')
}

/** Throws once for each response, as a hook of the package on-headers does. */
function throwOnce(): ResponseFault['act'] {
  const thrown = new WeakSet<Response>()
  return (res) => {
    if (thrown.has(res)) return
    thrown.add(res)
    throwError()
  }
}

/** Sets a header that node:http or node:http2 rejects in a response of known length. */
function setRejectedHeader(res: Response): void {
  res.setHeader(res.req.httpVersionMajor > 1 ? 'Transfer-Encoding' : 'Trailer', 'chunked')
}

/** Faults by description, which continues "a response that". */
export const responseFaults: Readonly<Record<string, ResponseFault>> = {
  'throws when its headers are written': { method: 'writeHead', act: throwError },
  'throws only the first time its headers are written': { method: 'writeHead', act: throwOnce() },
  'throws a value that is not an Error': {
    method: 'writeHead',
    act: () => {
      throw null
    },
  },
  'throws when it is ended': { method: 'end', act: throwError },
  'has a header that Node.js rejects': { method: 'writeHead', act: setRejectedHeader },
  'is destroyed when its headers are written': {
    method: 'writeHead',
    act: (res) => res.destroy(),
  },
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
      // One of the prototypes inherits the method and has no own property to restore.
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
