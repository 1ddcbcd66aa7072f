import { describe, expect, test } from 'vitest'
import { packageNamesOf } from '../src/package-names.ts'

describe('the names of the package', () => {
  test.each([
    ['ioredis', 'ioredis', 'ioredis', 'Ioredis'],
    ['cassandra-driver', 'cassandra-driver', 'cassandraDriver', 'CassandraDriver'],
    ['@redis/client', 'redis-client', 'redisClient', 'RedisClient'],
    ['@aws-sdk/client-s3', 'aws-sdk-client-s3', 'awsSdkClientS3', 'AwsSdkClientS3'],
    ['nats.ws', 'nats-ws', 'natsWs', 'NatsWs'],
    ['find_my_way', 'find-my-way', 'findMyWay', 'FindMyWay'],
    ['h3', 'h3', 'h3', 'H3'],
  ])('%s are %s, %s and %s', (npm, folder, camel, pascal) => {
    expect(packageNamesOf(npm)).toEqual({ npm, folder, camel, pascal })
  })
})

describe('pnpm new rejects the name', () => {
  test.each([
    '',
    ' ',
    'Redis',
    'io redis',
    '../redis',
    'redis/client',
    '@redis',
    '@redis/',
    '@redis/client/x',
    '@redis/..',
    '.redis',
    '_redis',
    'rédis',
    '--help',
    'redis@5',
    'r'.repeat(215),
  ])('%j, which is not an npm package name', (npm) => {
    const value = JSON.stringify(npm)
    expect(() => packageNamesOf(npm)).toThrow(
      new TypeError(
        `the name must be the name of an npm package, such as ioredis or @redis/client, got ${value}`,
      ),
    )
  })

  test.each(['7zip', '@1st/client'])('%j, which starts with a digit', (npm) => {
    const value = JSON.stringify(npm)
    expect(() => packageNamesOf(npm)).toThrow(
      new TypeError(
        `the name must start with a letter, because exports are named after it, got ${value}`,
      ),
    )
  })
})
