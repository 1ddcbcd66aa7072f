import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeCommands, serverCommands } from '../src/commands.ts'
import { createRepliesReader } from '../src/replies.ts'

const login = { username: 'app', password: 's3cret' }
const commandsWithLogin = serverCommands({ ...login, database: 3 })
const read = (text: string, commands = serverCommands({})) =>
  createRepliesReader(commands)(Buffer.from(text))

describe('the commands of a check are', () => {
  test.each([
    ['only PING without options', {}, [['PING']]],
    ['only PING with a username but no password', { username: 'app', database: 0 }, [['PING']]],
    ['a login with a password', { password: 's3cret' }, [['AUTH', 's3cret'], ['PING']]],
    [
      'a login of a user, and a database',
      { ...login, database: 3 },
      [['AUTH', 'app', 's3cret'], ['SELECT', '3'], ['PING']],
    ],
  ])('%s', (_, options, commands) => {
    expect(serverCommands(options)).toEqual(commands)
  })

  test('PING and CLUSTER commands for a node of a cluster, which has one database', () => {
    const state = [['AUTH', 'app', 's3cret'], ['PING'], ['CLUSTER', 'INFO']]
    expect(nodeCommands({ ...login, database: 3 }, false)).toEqual(state)
    expect(nodeCommands({ ...login, database: 3 }, true)).toEqual([...state, ['CLUSTER', 'SLOTS']])
  })
})

describe('all replies', () => {
  test('are read from chunks of any size', () => {
    const bytes = Buffer.from('+OK\r\n+OK\r\n+PONG\r\n')
    const cuts = fc.array(fc.nat(bytes.length - 1), { maxLength: 5 })
    fc.assert(
      fc.property(cuts, (lengths) => {
        const readMore = createRepliesReader(commandsWithLogin)
        for (const length of lengths.toSorted((one, other) => one - other)) {
          expect(readMore(bytes.subarray(0, length))).toBeUndefined()
        }
        expect(readMore(bytes)).toEqual(['OK', 'OK', 'PONG'])
      }),
    )
  })

  test.each([
    [
      'the server needs no login',
      '-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?\r\n+OK\r\n+PONG\r\n',
    ],
    [
      'an old server needs no login',
      '-ERR Client sent AUTH, but no password is set\r\n+OK\r\n+PONG\r\n',
    ],
    [
      'the user has no permission for PING',
      "+OK\r\n+OK\r\n-NOPERM User app has no permissions to run the 'ping' command\r\n",
    ],
  ])('pass if %s', (_, received) => {
    expect(read(received, commandsWithLogin)).toHaveLength(3)
  })
})

describe('the first wrong reply determines the reason', () => {
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
    ['invalid', '+OK\r\n', 'answered with an unexpected reply to PING'],
    ['invalid', '$5\r\nPONG!\r\n', 'answered with an unexpected reply to PING'],
    ['invalid', '+PONG\r\n+PONG\r\n', 'answered with more replies than commands'],
    [
      'invalid',
      'HTTP/1.1 400 Bad Request\r\n',
      'answered with another protocol: HTTP/1.1 400 Bad Request',
    ],
    ['invalid', '\u0000\u0001', 'answered with another protocol'],
  ])('%s: %j', (reason, received, message) => {
    expect(() => read(received)).toThrow(expect.objectContaining({ reason, message }))
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
  ])('of a login, %s: %j', (reason, received, message) => {
    expect(() => read(received, commandsWithLogin)).toThrow(
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
    ['invalid', '+s3cret\r\n', 'with an unexpected reply to AUTH'],
  ])('and does not contain the password, %s: %j', (reason, received, message) => {
    expect(() => read(received, commandsWithLogin)).toThrow(
      expect.objectContaining({ reason, message: `answered ${message}` }),
    )
  })
})

describe('the replies of a node of a cluster', () => {
  const commands = nodeCommands({}, true)
  const info = 'cluster_state:ok\r\n'
  const repliesWith = (slots: string) => `+PONG\r\n$${info.length}\r\n${info}\r\n${slots}`

  test('contain the state of the cluster and the list of its nodes', () => {
    const slots = '*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$4\r\nhost\r\n:6379\r\n'
    const values = ['PONG', info, [['0', '16383', ['host', '6379']]]]
    expect(read(repliesWith(slots), commands)).toEqual(values)
    const noPermission = '-NOPERM may not\r\n'
    expect(read(`+PONG\r\n${noPermission}${noPermission}`, commands)).toHaveLength(3)
  })

  test.each([
    ['invalid', '+PONG\r\n+nothing\r\n', 'answered with an unexpected reply to CLUSTER INFO'],
    [
      'error',
      '+PONG\r\n-ERR This instance has cluster support disabled\r\n',
      'answered CLUSTER INFO with ERR This instance has cluster support disabled',
    ],
    ['error', repliesWith('-ERR no\r\n'), 'answered CLUSTER SLOTS with ERR no'],
    ['invalid', repliesWith('*1\r\n-ERR no\r\n'), 'answered with an error within a list'],
  ])('fail with "%s": %j', (reason, bytes, message) => {
    expect(() => read(bytes, commands)).toThrow(expect.objectContaining({ reason, message }))
  })

  test('may not be longer than those of the largest cluster', () => {
    const node = `$512\r\n${'A'.repeat(512)}\r\n`
    const tooLong = repliesWith(`*99999\r\n${node.repeat(8200)}`)
    expect(() => read(tooLong, commands)).toThrow('more than 4194304 bytes')
  })
})

test('accepts an address or nothing as the reply of a sentinel', () => {
  const commands = [['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'main']]
  expect(read('*2\r\n$9\r\n127.0.0.1\r\n$4\r\n6379\r\n', commands)).toEqual([['127.0.0.1', '6379']])
  expect(read('*-1\r\n', commands)).toEqual([null])
  expect(() => read('*1\r\n$1\r\nA\r\n', commands)).toThrow('an unexpected reply to SENTINEL')
})
