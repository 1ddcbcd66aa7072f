import { type CheckContext, CheckError, createProbes } from '@readyz/core'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import {
  pooledSqlChecker,
  type SqlCheckerOptions,
  type SqlSource,
  sqlChecker,
  sqlDriver,
} from '../src/index.ts'
import { runCheck } from './run-check.ts'

type Run = Parameters<typeof sqlChecker>[0]

const oneRow = () => [{ 1: 1 }]

describe('the options of an SQL checker', () => {
  test('have defaults, which also replace undefined', () => {
    const expected = { name: 'db', failure: 'cannot connect to database.' }
    expect(sqlChecker(oneRow)).toMatchObject(expected)
    const options = { name: undefined, failure: undefined } as never
    const checker = sqlChecker(oneRow, options)
    expect(checker).toMatchObject(expected)
    expect(() => createProbes({ readiness: [checker] })).not.toThrow()
  })

  test('are the options of every checker', () => {
    const options = { name: 'a', failure: 'b', timeout: 1, optional: true, maxAge: 2 }
    expect(sqlChecker(oneRow, options)).toMatchObject(options)
    expectTypeOf<{ check: () => void }>().not.toExtend<SqlCheckerOptions>()
  })

  test('are a TypeError if they are unknown', () => {
    expect(() => sqlChecker(oneRow, { nmae: 'db' } as never)).toThrow(
      'unknown option "nmae" of an SQL checker; there are name, failure, timeout, optional, maxAge',
    )
  })
})

describe('the function of an SQL checker', () => {
  test('is required', () => {
    expect(() => sqlChecker({ query: oneRow } as never)).toThrow(
      new TypeError(
        'sqlChecker needs a function that runs the statement, such as (statement) => knex.raw(statement); got object',
      ),
    )
  })

  test('is called by sqlChecker with the statement and nothing else', async () => {
    const run = vi.fn<(...values: unknown[]) => unknown>(() => [{ 1: 1 }])
    await createProbes({ readiness: [sqlChecker(run)] }).readiness()
    expect(run.mock.calls).toEqual([['SELECT 1;']])
  })

  test('does not compile if it requires a second argument', () => {
    // @ts-expect-error -- the function does not receive a context
    sqlChecker((statement: string, { signal }: CheckContext) => [statement, signal])
    // @ts-expect-error -- the function does not receive values
    sqlChecker((statement: string, values: unknown[]) => [statement, values])
    expectTypeOf<(text: string, values?: unknown[]) => unknown>().toExtend<Run>()
    expectTypeOf<(text: string, ...values: unknown[]) => unknown>().toExtend<Run>()
    expectTypeOf<Run>().parameters.toEqualTypeOf<[statement: string]>()
  })

  test('is called by sqlDriver with the signal and the time limit of the check', async () => {
    const received: unknown[] = []
    const checker = sqlDriver(async (_, { timeout, signal }) => {
      received.push(timeout, signal.aborted)
    })
    await createProbes({ readiness: [checker], timeoutSeconds: 2 }).readiness()
    expect(received).toEqual([1600, false])
  })
})

describe('a method that was passed without its object', () => {
  class Client {
    readonly rows = [{ 1: 1 }]
    readonly #rows = this.rows
    reads() {
      return this.rows
    }
    async resolves() {
      return this.rows
    }
    writes() {
      Object.assign(this, { called: true })
      return this.rows
    }
    searches() {
      return 'rows' in this && this.rows
    }
    readsPrivate() {
      return this.#rows
    }
    callsPrivate() {
      return this.#read()
    }
    #read() {
      return this.#rows
    }
  }
  const { reads, resolves, writes, searches, readsPrivate, callsPrivate } = Client.prototype
  const methods = { reads, resolves, writes, searches, readsPrivate, callsPrivate }

  test.each(Object.entries(methods))('that %s is logged with the remedy', async (_, method) => {
    const { status, cause } = await runCheck(sqlChecker(method))
    expect(status).toBe('fail')
    expect(cause).toMatch(
      /^sqlChecker needs a function that runs the statement, such as .*; a method without its object was passed/,
    )
  })

  test.each(Object.entries(methods))('that %s passes when it is bound', async (_, method) => {
    const bound = method.bind(new Client())
    expect(await runCheck(sqlChecker(bound))).toMatchObject({ status: 'pass' })
  })

  test('passes if it ignores `this`', async () => {
    const mock = vi.fn<() => unknown>(() => [{ 1: 1 }])
    const plain = () => [{ 1: 1 }]
    for (const run of [mock, plain]) {
      expect(await runCheck(sqlChecker(run))).toMatchObject({ status: 'pass' })
    }
  })
})

describe('an error of a TypeORM data source that is not initialized', () => {
  test.each([
    'Driver not Connected',
    'Connection is not established with mysql database',
    'Cannot execute operation because connection is not yet established.',
    'Cannot execute operation on "default" connection because connection is not yet established.',
  ])('is logged with the remedy: %s', async (message) => {
    const { cause } = await runCheck(sqlChecker(() => Promise.reject(new Error(message))))
    expect(cause).toBe(
      `the TypeORM data source is not initialized; call initialize() again until it succeeds; ${message}`,
    )
  })

  test('does not replace the message of a CheckError that wraps it', async () => {
    const cause = new Error('Driver not Connected')
    const error = new CheckError('the replica lags.', { cause })
    const { message } = await runCheck(sqlChecker(() => Promise.reject(error)))
    expect(message).toBe('the replica lags.')
  })
})

describe('the options of a checker with a pool', () => {
  const queryDedicated = async () => {}
  const pool = { hasIdle: () => true, isExhausted: () => false, query: queryDedicated }
  const create = (source: SqlSource, options: unknown) => pooledSqlChecker(source, options as never)

  test('are the options of an SQL checker, and `mode` and `busy`', () => {
    const options = { name: 'a', failure: 'b', timeout: 1, optional: true, maxAge: 2 }
    const checker = create({ queryDedicated, pool }, { ...options, mode: 'pool', busy: 'warn' })
    expect(checker).toEqual({ ...options, check: checker.check })
  })

  test.each([
    [null, 'the options of an SQL checker must be an object, got null'],
    [{ naem: 'db' }, 'unknown option "naem" of an SQL checker; there are name, '],
    [{ mode: 'Hybrid' }, 'mode must be one of hybrid, dedicated, pool, got Hybrid'],
    [{ busy: 'no' }, 'busy must be one of pass, warn, fail, got no'],
  ])('%j are a TypeError', (options, message) => {
    expect(() => create({ queryDedicated, pool }, options)).toThrow(TypeError)
    expect(() => create({ queryDedicated, pool }, options)).toThrow(message)
  })

  test.each([
    [{ mode: 'pool' }, 'mode "pool", busy "pass" needs a pool, got a client without one'],
    [{ busy: 'warn' }, 'mode "hybrid", busy "warn" needs a pool, got a client without one'],
  ])('%j are a TypeError without a pool', (options, message) => {
    expect(() => create({ queryDedicated }, options)).toThrow(new TypeError(message))
  })
})
