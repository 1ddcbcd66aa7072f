import { driversOf } from './drivers-under-test.ts'
import { costOfProbe } from './probe-cost.ts'
import { soak } from './soak.ts'

// A process of its own, for the sake of its heap. Arguments: the driver with its server, how many probes, the seed.
const [, , title = '', probes, seed] = process.argv
process.removeAllListeners('warning')
const [driver] = driversOf(title)
const soaked = await soak(driver, { probes: Number(probes), seed: Number(seed) })
const costMs = await costOfProbe(driver)
process.stdout.write(JSON.stringify({ ...soaked, costMs }))
