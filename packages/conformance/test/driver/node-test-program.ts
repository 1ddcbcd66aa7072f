import { after, test } from 'node:test'
import { driverConformance } from '../../src/index.ts'
import { callbackDriver } from './good-drivers.ts'
import { startLineServer } from './line-protocol/start-server.ts'
import { openDriver } from './open-driver.ts'

const server = await startLineServer()
after(() => server.close())

driverConformance(test, openDriver(callbackDriver, server), server)
