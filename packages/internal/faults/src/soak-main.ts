import { soakDriver, soaked } from './run-soak.ts'

// Prints what a soak of each driver finds.

for (const title of soaked) {
  const { before, after, wrong, ...life } = await soakDriver(title)
  console.log(title, { ...life, wrong: wrong.length })
  console.table({ before, after })
}
