import * as core from '@readyz/core'
import { expect, test } from 'vitest'
import * as adapter from '../src/index.ts'

test('the adapter exports everything in core', () => {
  expect(adapter).toMatchObject(core)
})

test('the middleware calls next() once for a request that is not a probe, and returns its result', () => {
  const context = Object.freeze({ method: 'GET', url: '/hello', headers: Object.freeze({}) })
  const calls: unknown[][] = []
  const result = Promise.resolve()
  const next = (...args: unknown[]) => {
    calls.push(args)
    return result
  }
  const middleware = adapter.madeUpProbes(core.createProbes())
  expect(middleware(context as never, next)).toBe(result)
  expect(calls).toEqual([[]])
})
