import { expect, test } from 'vitest'
import { CheckError, CheckWarning, reasonOf as exported } from '../src/index.ts'
import { checker, quietProbes } from './checkers.ts'

function system(code: string, rest: object = {}): Error {
  return Object.assign(new Error('x'), { code, ...rest })
}

function wrapped(depth: number, error: unknown): unknown {
  return depth === 0 ? error : new Error('x', { cause: wrapped(depth - 1, error) })
}

async function reasonOf(error: unknown): Promise<string | undefined> {
  const check = async () => {
    throw error
  }
  const probes = quietProbes([checker('db', check)])
  const reason = (await probes.readiness()).checks[0]?.reason
  expect(exported(error)).toBe(reason)
  return reason
}

test.each([
  ['refused', system('ECONNREFUSED')],
  ['refused', system('ENOENT', { syscall: 'connect' })],
  ['error', system('ENOENT', { syscall: 'open' })],
  ['dns', system('ENOTFOUND')],
  ['dns', system('EAI_AGAIN')],
  ['timeout', system('ETIMEDOUT')],
  ['timeout', system('ESOCKETTIMEDOUT')],
  ['timeout', system('UND_ERR_CONNECT_TIMEOUT')],
  ['timeout', new DOMException('x', 'TimeoutError')],
  ['error', new DOMException('x', 'AbortError')],
  ['timeout', system('ETIMEDOUT', { syscall: 'connect' })],
  ['error', system('EACCES', { syscall: 'connect' })],
  ['error', system('MY_EAI_AGAIN')],
  ['error', system('ETIMEDOUT_ONCE')],
  ['error', system('MY_TIMEOUT_FLAG')],
  ['error', system('ECONNRESET')],
  ['error', system('28P01')],
  ['error', system('timeout')],
  ['error', Object.assign(new Error('x'), { code: 7 })],
  ['error', 'ECONNREFUSED'],
])('the reason is %s for the error of a client (%o)', async (reason, error) => {
  expect(await reasonOf(error)).toBe(reason)
})

test.each([
  ['the cause', new Error('x', { cause: system('ECONNREFUSED') })],
  ['a cause five deep', wrapped(5, system('ECONNREFUSED'))],
  ['an AggregateError', new AggregateError([system('ECONNREFUSED'), system('ENOTFOUND')])],
  ['the original', Object.assign(new Error('x'), { original: system('ECONNREFUSED') })],
  ['the parent', Object.assign(new Error('x'), { parent: system('ECONNREFUSED') })],
])('the reason is found in %s', async (_, error) => {
  expect(await reasonOf(error)).toBe('refused')
})

test.each([
  new CheckError('x', { code: 'invalid', cause: system('ECONNREFUSED') }),
  new CheckWarning('x', { code: 'invalid' }),
])('the reason of %o is its code', async (error) => {
  expect(await reasonOf(error)).toBe('invalid')
})

test('the reason is error for a value whose properties throw', () => {
  const trap = new Proxy(new Error('x'), {
    get() {
      throw new Error('no')
    },
  })
  expect(exported(trap)).toBe('error')
})

test('the outermost reason has priority', async () => {
  const error = Object.assign(system('ETIMEDOUT'), { cause: system('ECONNREFUSED') })

  expect(await reasonOf(error)).toBe('timeout')
})

test('the search for a reason stops after six errors', async () => {
  expect(await reasonOf(wrapped(6, system('ECONNREFUSED')))).toBe('error')
})

test('the search for a reason continues with other wrapped errors if an error is its own cause', async () => {
  const error = Object.assign(new Error('x'), { original: system('ECONNREFUSED') })
  error.cause = error

  expect(await reasonOf(error)).toBe('refused')
})

test('the search for a reason stops at a cycle of causes', async () => {
  const first = new Error('first')
  first.cause = new Error('second', { cause: first })

  expect(await reasonOf(first)).toBe('error')
})
