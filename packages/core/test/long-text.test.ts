import { expect, test } from 'vitest'
import { describeCause } from '../src/index.ts'
import { get, passing, quietProbes } from './checkers.ts'

// Servers and clients may send megabytes of text. The time that core needs must not depend on the
// length.

/** Returns the ratio of the shortest times of `big` and `small` in many alternating runs. */
function ratio(small: () => unknown, big: () => unknown): number {
  const time = (run: () => unknown) => {
    const start = performance.now()
    for (let turn = 0; turn < 5; turn += 1) run()
    return performance.now() - start
  }
  const pairs = Array.from({ length: 10 }, () => [time(small), time(big)] as const)
  return Math.min(...pairs.map(([, each]) => each)) / Math.min(...pairs.map(([each]) => each))
}

const units = {
  lines: 'a\n',
  'control characters': '\u0000',
  spaces: ' ',
  letters: 'a',
  'surrogate pairs': '😀',
}

test.each(Object.entries(units))(
  'a cause of 16 MB of %s takes no more time than one of 16 KB',
  (_, unit) => {
    const texts = [16e3, 16e6].map((length) => unit.repeat(length / unit.length))
    const [short = [], long = []] = texts.map((text) => [
      new Error(text),
      Object.assign(new Error('x'), { cause: text, name: text, code: text }),
      text,
    ])

    for (const [index, error] of short.entries()) {
      expect(describeCause(long[index]).length).toBeLessThanOrEqual(500)
      expect(
        ratio(
          () => describeCause(error),
          () => describeCause(long[index]),
        ),
      ).toBeLessThan(20)
    }
  },
)

test.each([',', ';', ' ', 'application/json', 'application/json;', ',application/json;q='])(
  'an Accept header of 16 KiB of "%s" costs no more than one of 1,000 bytes',
  async (unit) => {
    const probes = quietProbes([passing('db')])
    await get(probes, '/readyz')
    const [short, long] = [1000, 16_384].map((length) =>
      unit.repeat(Math.ceil(length / unit.length)),
    )
    const probe = (accept: string | undefined) => () => probes.handle('GET', '/readyz', accept)

    expect(ratio(probe(short), probe(long))).toBeLessThan(4)
  },
)
