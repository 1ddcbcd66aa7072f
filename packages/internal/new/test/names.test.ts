import { describe, expect, test } from 'vitest'
import { namesOf } from '../src/names.ts'

describe('a package of npm', () => {
  test.each([
    ['ioredis', 'ioredis', 'ioredis', 'Ioredis'],
    ['cassandra-driver', 'cassandra-driver', 'cassandraDriver', 'CassandraDriver'],
    ['@redis/client', 'redis-client', 'redisClient', 'RedisClient'],
    ['@aws-sdk/client-s3', 'aws-sdk-client-s3', 'awsSdkClientS3', 'AwsSdkClientS3'],
    ['nats.ws', 'nats-ws', 'natsWs', 'NatsWs'],
    ['find_my_way', 'find-my-way', 'findMyWay', 'FindMyWay'],
    ['h3', 'h3', 'h3', 'H3'],
  ])('%s is called', (npm, folder, camel, pascal) => {
    expect(namesOf(npm)).toEqual({ npm, folder, camel, pascal })
  })
})

describe('refuses, and names', () => {
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
  ])('%j, which is no name of a package', (npm) => {
    const value = JSON.stringify(npm)
    expect(() => namesOf(npm)).toThrow(
      new TypeError(
        `expected the name of an npm package, such as ioredis or @redis/client, got ${value}`,
      ),
    )
  })

  test.each(['7zip', '@1st/client'])('%j, which no export can be called after', (npm) => {
    const value = JSON.stringify(npm)
    expect(() => namesOf(npm)).toThrow(
      new TypeError(
        `expected a name that starts with a letter, as that of an export has to, got ${value}`,
      ),
    )
  })
})
