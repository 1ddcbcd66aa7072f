import { after, test } from 'node:test'
import { driverConformance } from '../../src/index.ts'
import { oldStyle } from './good-drivers.ts'
import { openWith } from './open-with.ts'
import { startToy } from './toy/start.ts'

const server = await startToy()
after(() => server.close())

driverConformance(test, openWith(oldStyle, server), server)
