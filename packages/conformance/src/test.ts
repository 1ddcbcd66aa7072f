/** The `test` of a runner, such as those of vitest and of node:test. */
export type Test = (name: string, body: () => Promise<void>) => unknown
