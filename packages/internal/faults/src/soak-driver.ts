import { driversOf } from './drivers-under-test.ts'
import { measureProbeCost } from './probe-cost.ts'
import { soak } from './soak.ts'

// Soaks one driver, and prints the result as JSON. Runs in its own process, because it measures the
// heap. Arguments: the title of the driver, the number of probes, the seed.
const [, , title = '', probes, seed] = process.argv
process.removeAllListeners('warning')
const [driver] = driversOf(title)
const result = await soak(driver, { probes: Number(probes), seed: Number(seed) })
const costMs = await measureProbeCost(driver)
process.stdout.write(JSON.stringify({ ...result, costMs }))
