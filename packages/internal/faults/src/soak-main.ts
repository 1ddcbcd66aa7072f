import { soakDriver } from './soaks.ts'
import { drivers } from './subjects.ts'

// Prints what a soak of each driver finds.

for (const driver of drivers) {
  const { before, after, wrong, ...life } = await soakDriver(driver)
  console.log(driver, { ...life, wrong: wrong.length })
  console.table({ before, after })
}
