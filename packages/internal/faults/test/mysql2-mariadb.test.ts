import { mariadbDrivers } from '../src/mysql2.ts'
import { testAllFaults } from './test-all-faults.ts'

testAllFaults(mariadbDrivers)
