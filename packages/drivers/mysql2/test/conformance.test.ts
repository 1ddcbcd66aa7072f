import { driverConformance } from '@readyz/conformance'
import { startMariadb } from '@readyz/servers'
import { createPool } from 'mysql2/promise'
import { afterAll, test } from 'vitest'
import { openWith } from './application.ts'

const server = await startMariadb()
afterAll(() => server.close())

driverConformance(test, openWith(createPool, server), server)
