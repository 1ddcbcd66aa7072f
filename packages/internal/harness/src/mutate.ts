/** Splits bytes into messages, and joins a message with its length, for one protocol. */
export interface Framing {
  split(bytes: Buffer): readonly Frame[]
  join(frame: Frame): Buffer
}

export interface Frame {
  /** The byte beside the length: the type or the sequence number of the message. */
  readonly mark: number
  readonly body: Buffer
}

type Random = (below: number) => number

/** Returns a generator of integers below a limit, which depend only on the seed (mulberry32). */
export function random(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const extremes = [0, 1, 3, 4, 5, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff]

const randomBytes = (next: Random, limit: number) =>
  Buffer.from(Array.from({ length: next(limit) }, () => next(256)))

type Mutation = (frame: Frame, next: Random) => Frame

const withBody =
  (change: (body: Buffer, next: Random) => Buffer): Mutation =>
  (frame, next) => ({ ...frame, body: change(Buffer.from(frame.body), next) })

const mutations: readonly Mutation[] = [
  withBody((body, next) => body.subarray(0, next(body.length + 1))),
  withBody((body, next) => Buffer.concat([body, randomBytes(next, 40)])),
  withBody((_, next) => randomBytes(next, 40)),
  withBody((body, next) => body.subarray(next(body.length + 1))),
  withBody((body, next) => {
    if (body.length > 0) body[next(body.length)] = extremes[next(extremes.length)] ?? 0
    return body
  }),
  withBody((body, next) => {
    if (body.length > 1) body.writeInt16BE(next(65_536) - 32_768, next(body.length - 1))
    return body
  }),
  withBody((body, next) => {
    if (body.length > 3) body.writeInt32BE((next(4) - 2) * 2 ** next(30), next(body.length - 3))
    return body
  }),
  (frame, next) => ({ ...frame, mark: next(256) }),
]

/**
 * Returns the turn with one message changed, removed, repeated or replaced. The changed message may
 * have a wrong length.
 */
export function mutate(
  turn: Buffer,
  framing: Framing,
  strange: readonly Frame[],
  seed: number,
): Buffer {
  const next = random(seed)
  const frames = framing.split(turn)
  const index = next(Math.max(frames.length, 1))
  const frame = frames[index] ?? { mark: 0, body: Buffer.alloc(0) }
  const before = frames.slice(0, index).map(framing.join)
  const after = frames.slice(index + 1).map(framing.join)
  const other = strange[next(strange.length)] ?? frame
  const choices: readonly (() => readonly Buffer[])[] = [
    ...mutations.map((change) => () => [framing.join(change(frame, next))]),
    ...mutations.map((change) => () => [framing.join(change(other, next))]),
    () => [framing.join(other)],
    () => [],
    () => Array.from({ length: 1 + next(4) }, () => framing.join(frame)),
    () => [changeByte(framing.join(frame), next)],
    () => [randomBytes(next, 200)],
  ]
  return Buffer.concat([...before, ...(choices[next(choices.length)]?.() ?? []), ...after])
}

/** Changes one byte, which may be part of the length. */
function changeByte(message: Buffer, next: Random): Buffer {
  const changed = Buffer.from(message)
  changed[next(changed.length)] = next(256)
  return changed
}
