import * as core from '@readyz/core'
import { expect, test } from 'vitest'
import * as adapter from '../src/index.ts'

test('exports all of core', () => {
  expect(adapter).toMatchObject(core)
})

test('says nothing but next() to a request that is not a probe, and gives back what that gives', () => {
  const context = Object.freeze({ method: 'GET', url: '/hello', headers: Object.freeze({}) })
  const calls: unknown[][] = []
  const passedOn = Promise.resolve()
  const next = (...args: unknown[]) => {
    calls.push(args)
    return passedOn
  }
  const middleware = adapter.madeUpProbes(core.createProbes())
  expect(middleware(context as never, next)).toBe(passedOn)
  expect(calls).toEqual([[]])
})
