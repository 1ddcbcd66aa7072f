import { pgDrivers } from '../src/pg.ts'
import { testAllFaults } from './test-all-faults.ts'

testAllFaults(pgDrivers)
