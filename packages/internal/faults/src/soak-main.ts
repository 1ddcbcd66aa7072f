import { soakDriver, soakTitles } from './run-soak.ts'

// Soaks each driver, and prints the results.

for (const title of soakTitles) {
  const { before, after, unexpected, ...result } = await soakDriver(title)
  console.log(title, { ...result, unexpected: unexpected.length })
  console.table({ before, after })
}
