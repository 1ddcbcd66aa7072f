import oldest from 'ioredis-oldest'

/** As it is in an ES module, of which its types know nothing. */
export const Oldest = oldest as unknown as typeof oldest.default
export type Oldest = InstanceType<typeof Oldest>
