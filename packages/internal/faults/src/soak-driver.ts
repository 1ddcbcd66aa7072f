import { costOfProbe } from './cost.ts'
import { soak } from './soak.ts'
import { subjectsOf } from './subjects.ts'

// A process of its own, for the sake of its heap. Arguments: the driver, how many probes, the seed.
const [, , driver = '', probes, seed] = process.argv
process.removeAllListeners('warning')
const [subject] = subjectsOf(driver)
if (!subject) throw new Error(`no driver "${driver}"`)
const soaked = await soak(subject, { probes: Number(probes), seed: Number(seed) })
const costMs = await costOfProbe(subject)
process.stdout.write(JSON.stringify({ ...soaked, costMs }))
