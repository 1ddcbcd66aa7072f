import type { AddressInfo } from 'node:net'
import { createProbes, listen } from '../src/index.ts'

// A worker that exits after it has received input.
const server = await listen(createProbes(), { port: 0 })
server.keepAliveTimeout = 0
process.stdin.once('data', () => process.stdin.destroy())
console.log((server.address() as AddressInfo).port)
