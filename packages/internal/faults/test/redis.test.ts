import { redisDrivers } from '../src/redis.ts'
import { testAllFaults } from './test-all-faults.ts'

testAllFaults(redisDrivers)
