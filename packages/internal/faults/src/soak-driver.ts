import { costOfProbe } from './cost.ts'
import { soak } from './soak.ts'
import { subjectsOf } from './subjects.ts'

// A process of its own, for the sake of its heap. Arguments: the driver with its server, how many probes, the seed.
const [, , title = '', probes, seed] = process.argv
process.removeAllListeners('warning')
const [subject] = subjectsOf(title)
const soaked = await soak(subject, { probes: Number(probes), seed: Number(seed) })
const costMs = await costOfProbe(subject)
process.stdout.write(JSON.stringify({ ...soaked, costMs }))
