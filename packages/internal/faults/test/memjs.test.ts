import { memjsDrivers } from '../src/memjs.ts'
import { testAllFaults } from './test-all-faults.ts'

testAllFaults(memjsDrivers)
