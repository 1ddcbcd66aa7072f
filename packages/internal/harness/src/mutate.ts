/** A protocol whose messages have a length: how they are told apart, and put together with the right length. */
export interface Framing {
  split(bytes: Buffer): readonly Frame[]
  join(frame: Frame): Buffer
}

export interface Frame {
  /** A byte beside the length: the type or the number of the message. */
  readonly mark: number
  readonly body: Buffer
}

type Random = (below: number) => number

/** Numbers below a limit, the same ones for the same seed (mulberry32). */
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

const bytes = (next: Random, most: number) =>
  Buffer.from(Array.from({ length: next(most) }, () => next(256)))

type Mutation = (frame: Frame, next: Random) => Frame

const withBody =
  (change: (body: Buffer, next: Random) => Buffer): Mutation =>
  (frame, next) => ({ ...frame, body: change(Buffer.from(frame.body), next) })

const mutations: readonly Mutation[] = [
  withBody((body, next) => body.subarray(0, next(body.length + 1))),
  withBody((body, next) => Buffer.concat([body, bytes(next, 40)])),
  withBody((_, next) => bytes(next, 40)),
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

/** The turn of a server with one of its messages changed, lost, repeated, of a wrong length, or followed by another. */
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
    () => [flip(framing.join(frame), next)],
    () => [bytes(next, 200)],
  ]
  return Buffer.concat([...before, ...(choices[next(choices.length)]?.() ?? []), ...after])
}

/** Changes any byte, also of the length. */
function flip(whole: Buffer, next: Random): Buffer {
  const changed = Buffer.from(whole)
  changed[next(changed.length)] = next(256)
  return changed
}
