import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandsOf } from '../src/question.ts'
import { findReplies } from '../src/replies.ts'

const login = { username: 'app', password: 's3cret' }
const logged = commandsOf({ ...login, database: 3 })
const find = (text: string, commands = commandsOf({})) => findReplies(Buffer.from(text), commands)

describe('what is asked', () => {
  test.each([
    ['nothing but a PING', {}, [['PING']]],
    ['no login without a password', { username: 'app', database: 0 }, [['PING']]],
    ['a login with a password', { password: 's3cret' }, [['AUTH', 's3cret'], ['PING']]],
    [
      'a login of a user, and a database',
      { ...login, database: 3 },
      [['AUTH', 'app', 's3cret'], ['SELECT', '3'], ['PING']],
    ],
    [
      'the state of a cluster, which has one database',
      { database: 3, isNode: true },
      [['PING'], ['CLUSTER', 'INFO']],
    ],
  ])('is %s', (_, given, commands) => {
    expect(commandsOf(given)).toEqual(commands)
  })
})

describe('all answers', () => {
  test('are awaited, however they are cut', () => {
    const bytes = Buffer.from('+OK\r\n+OK\r\n+PONG\r\n')
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(findReplies(bytes.subarray(0, length), logged)).toBeUndefined()
      }),
    )
    expect(findReplies(bytes, logged)).toEqual([['OK'], ['OK'], ['PONG']])
  })

  test.each([
    [
      'no login is needed',
      '-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\r\n+OK\r\n+PONG\r\n',
    ],
    ['no login is known', '-ERR Client sent AUTH, but no password is set\r\n+OK\r\n+PONG\r\n'],
    [
      'the user may not ask',
      "+OK\r\n+OK\r\n-NOPERM User app has no permissions to run the 'ping' command\r\n",
    ],
  ])('are given where %s', (_, said) => {
    expect(find(said, logged)).toHaveLength(3)
  })
})

describe('the first answer that is wrong says why', () => {
  test.each([
    [
      'auth',
      '-NOAUTH Authentication required.\r\n',
      'answered PING with NOAUTH Authentication required.',
    ],
    [
      'error',
      '-LOADING Redis is loading the dataset in memory\r\n',
      'answered PING with LOADING Redis is loading the dataset in memory',
    ],
    [
      'error',
      '-BUSY Redis is busy running a script.\r\n',
      'answered PING with BUSY Redis is busy running a script.',
    ],
    [
      'error',
      '-MASTERDOWN Link with MASTER is down\r\n',
      'answered PING with MASTERDOWN Link with MASTER is down',
    ],
    [
      'error',
      '-ERR max number of clients reached\r\n',
      'answered PING with ERR max number of clients reached',
    ],
    ['error', `-ERR ${'A'.repeat(100)}\r\n`, `answered PING with ERR ${'A'.repeat(76)}`],
    ['error', '-ERR \u001b[2J\r\n', 'answered PING with ERR '],
    ['invalid', '+OK\r\n', 'answered with something else to PING'],
    ['invalid', '$5\r\nPONG!\r\n', 'answered with something else to PING'],
    ['invalid', '+PONG\r\n+PONG\r\n', 'answered with more than it was asked'],
    [
      'invalid',
      'HTTP/1.1 400 Bad Request\r\n',
      'answered with another protocol: HTTP/1.1 400 Bad Request',
    ],
    ['invalid', '\u0000\u0001', 'answered with another protocol'],
  ])('%s: %j', (reason, said, message) => {
    expect(() => find(said)).toThrow(expect.objectContaining({ reason, message }))
  })

  test.each([
    [
      'auth',
      '-WRONGPASS invalid username-password pair or user is disabled.\r\n',
      'AUTH with WRONGPASS',
    ],
    ['auth', '-ERR invalid password\r\n', 'AUTH with ERR invalid password'],
    [
      'auth',
      "-NOPERM User app has no permissions to run the 'auth' command\r\n",
      'AUTH with NOPERM',
    ],
    [
      'error',
      '-ERR max number of clients reached\r\n',
      'AUTH with ERR max number of clients reached',
    ],
    ['error', "-ERR wrong number of arguments for 'auth' command\r\n", 'AUTH with ERR'],
    [
      'auth',
      "+OK\r\n-NOPERM User app has no permissions to run the 'select' command\r\n",
      "SELECT with NOPERM User app has no permissions to run the 'select' command",
    ],
    [
      'error',
      '+OK\r\n-ERR DB index is out of range\r\n',
      'SELECT with ERR DB index is out of range',
    ],
    ['error', '+OK\r\n+OK\r\n-BUSY\r\n', 'PING with BUSY'],
  ])('of a login, %s: %j', (reason, said, message) => {
    expect(() => find(said, logged)).toThrow(
      expect.objectContaining({ reason, message: `answered ${message}` }),
    )
  })

  test.each([
    ['invalid', 's3cret is no command\r\n', 'with another protocol'],
    [
      'error',
      "-ERR unknown command 'AUTH', with args beginning with: 'app' 's3cret'\r\n",
      'AUTH with ERR',
    ],
    ['error', '-s3cret\r\n', 'AUTH with an error'],
    ['invalid', '+s3cret\r\n', 'with something else to AUTH'],
  ])('and does not repeat the password, %s: %j', (reason, said, message) => {
    expect(() => find(said, logged)).toThrow(
      expect.objectContaining({ reason, message: `answered ${message}` }),
    )
  })
})

describe('a node of a cluster', () => {
  const commands = commandsOf({ isNode: true })
  const info = (text: string) => `+PONG\r\n$${text.length}\r\n${text}\r\n`

  test('says that it is whole', () => {
    const text = 'cluster_state:ok\r\ncluster_slots_assigned:16384\r\n'
    expect(find(info(text), commands)).toEqual([['PONG'], [text]])
    expect(find('+PONG\r\n-NOPERM may not\r\n', commands)).toHaveLength(2)
  })

  test.each([
    ['error', info('cluster_state:fail\r\n'), 'says cluster_state:fail'],
    ['invalid', info('nothing'), 'answered with something else to CLUSTER'],
    [
      'error',
      '+PONG\r\n-ERR This instance has cluster support disabled\r\n',
      'answered CLUSTER with ERR This instance has cluster support disabled',
    ],
  ])('or not, %s: %j', (reason, said, message) => {
    expect(() => find(said, commands)).toThrow(expect.objectContaining({ reason, message }))
  })
})

test('a sentinel says an address or nothing', () => {
  const commands = [['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'main']]
  expect(find('*2\r\n$9\r\n127.0.0.1\r\n$4\r\n6379\r\n', commands)).toEqual([['127.0.0.1', '6379']])
  expect(find('*-1\r\n', commands)).toEqual([[]])
  expect(() => find('*1\r\n$1\r\nA\r\n', commands)).toThrow('something else to SENTINEL')
})
