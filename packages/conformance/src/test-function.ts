/** The `test` function of a test runner, such as vitest or node:test. */
export type Test = (title: string, body: () => Promise<void>) => unknown
