import type { AddressInfo } from 'node:net'
import { createProbes, listen } from '../src/index.ts'

// A worker whose work is to wait for a word on its input.
const server = await listen(createProbes(), { port: 0 })
server.keepAliveTimeout = 0
process.stdin.once('data', () => process.stdin.destroy())
console.log((server.address() as AddressInfo).port)
