import oldest from 'ioredis-oldest'

/** In an ES module the default export is the class. The types describe CommonJS only. */
export const Oldest = oldest as unknown as typeof oldest.default
export type Oldest = InstanceType<typeof Oldest>
