import { describe, expect, test } from 'vitest'
import { runReadyz } from './run-command.ts'

const secret = 's3cret'
const url = 'http://localhost:8080/readyz'

describe('wrong usage', () => {
  test.each<[string, readonly string[], string]>([
    ['no command', [], 'Usage: readyz'],
    ['a command that does not exist', ['prob'], "readyz: unknown command 'prob'\n(Did you mean"],
    ['an option that does not exist', ['probe', url, '--time=1s'], "unknown option '--time=…'"],
    ['no URL', ['probe'], "missing required argument 'url'"],
    ['a text that is not a URL', ['probe', 'localhost/healthz'], `such as ${url}, got (not a URL)`],
    ['a URL that is not HTTP', ['probe', 'ftp://host/x'], `such as ${url}, got ftp://host/x`],
    ['two URLs', ['probe', url, 'http://b/x'], 'expected no further argument, got http://b/x'],
    ['a time without a unit', ['probe', url, '--timeout', '5'], 'such as 500ms, 1s or 2m, got "5"'],
    ['a time of zero', ['probe', url, '--timeout', '0s'], 'from 1ms to 24h, such as'],
    ['a time above 24h', ['probe', url, '--timeout', '25h'], 'got "25h"'],
    ['an option without its value', ['wait', '--pg'], "option '--pg <url>' argument missing"],
    [
      'nothing to wait for',
      ['wait'],
      'expected at least one of --pg, --mysql, --memcached, --redis, --http',
    ],
    [
      'a command to start',
      ['wait', '--tcp', 'a:1', '--', 'node', 'x.js'],
      'does not start a command, got node',
    ],
    [
      'no port',
      ['wait', '--tcp', 'cache'],
      '--tcp: expected host:port, such as localhost:8080, got',
    ],
    ['a port above 65535', ['wait', '--tcp', 'cache:65536'], 'got "cache:65536"'],
    [
      'a list with an empty item',
      ['wait', '--memcached', 'a:1,,b:2'],
      '--memcached: expected host:port',
    ],
    [
      'a database of another kind',
      ['wait', '--mysql', 'postgres://db/app'],
      'got postgres://db/app',
    ],
    [
      'a database without a number',
      ['wait', '--redis', 'redis://cache/app'],
      '--redis: expected a database that is a number, got app',
    ],
    [
      'a parameter that --redis does not support',
      ['wait', '--redis', 'redis://cache?db=7'],
      '--redis: the parameter db of the URL is not supported: write the number of the database as the path',
    ],
    [
      'a parameter that mysql2 does not support',
      ['wait', '--mysql', 'mysql://db/app?ssl-mode=REQUIRED'],
      '--mysql: the parameter ssl-mode of the URL is not supported: write ssl={}',
    ],
    [
      'a parameter that pg does not support',
      ['wait', '--pg', 'postgres://db/app?target_session_attrs=primary'],
      '--pg: the parameter target_session_attrs of the URL is not supported',
    ],
    [
      'an unknown value of a parameter',
      ['wait', '--pg', 'postgres://db/app?sslmode=allow'],
      '--pg: expected sslmode to be one of disable, prefer',
    ],
    [
      'white space around a URL',
      ['wait', '--pg', ' postgres://db/app'],
      'got postgres://db/app: remove the white space, or percent-encode it',
    ],
    [
      'a tab within a URL',
      ['wait', '--redis', 'redis://a:b\tc@cache'],
      'remove the white space, or percent-encode it',
    ],
    [
      'a URL with a # in the password',
      ['wait', '--pg', 'postgres://app:a#b@db/app'],
      'write %2F, %3F, %23, %40 and %25 for /, ?, #, @ and % in a user or password',
    ],
    [
      'a value that the client does not support',
      ['wait', '--tcp', 'a:1', '--mysql', 'mysql://app:s3cret@db/app?ssl=s3cret-profile'],
      "readyz: mysql://***@db/app: Unknown SSL profile '***'",
    ],
  ])('exits with 64 and prints the problem for %s', async (_, args, problem) => {
    const { code, stdout, stderr } = await runReadyz(args)
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
    expect(stderr).toContain(problem)
  })

  test.each<[string, readonly string[]]>([
    ['an option that does not exist', ['wait', `--postgres=postgres://app:${secret}@db/app`]],
    ['an option in one word', ['wait', `-postgres://app:${secret}@db/app`]],
    ['a command', [`postgres://app:${secret}@db/app`]],
    ['an argument', ['wait', `postgres://app:${secret}@db/app`]],
    ['a second argument', ['probe', url, `http://app:${secret}@db/app?token=${secret}`]],
    ['another scheme', ['wait', '--pg', `mysql://app:${secret}@db/app`]],
    ['no scheme', ['wait', '--pg', `app:${secret}@db/app`]],
    ['a password instead of a port', ['wait', '--mysql', `mysql://app:${secret}`]],
    ['a slash in the password', ['wait', '--pg', `postgres://app:1/${secret}@db/app`]],
    ['a question mark in the password', ['wait', '--pg', `postgres://app:1?${secret}@db/app`]],
    ['a # in the password', ['wait', '--pg', `postgres://app:1#${secret}@db/app`]],
    [
      'an @ and a slash in the password',
      ['wait', '--pg', `postgres://app:1@${secret}/${secret}@db/app`],
    ],
    ['a percent sign in the password', ['wait', '--mysql', `mysql://app:%zz${secret}@db/app`]],
    ['an account of memcached', ['wait', '--memcached', `app:${secret}@cache:11211`]],
    ['an account of a port', ['wait', '--tcp', `app:${secret}@cache:80`]],
    ['a URL without an account', ['wait', '--tcp', `postgres://h/db?password=${secret}`]],
    ['a connection string', ['wait', '--tcp', `host=h password=${secret}`]],
    ['an account with a comma', ['wait', '--memcached', `u:${secret},x@h:11211`]],
    ['a parameter of memcached', ['wait', '--memcached', `memcached://h:11211?password=${secret}`]],
    ['a short option', ['wait', '--tcp', 'h:1', `-p${secret}`]],
    ['a short option after one that exists', ['probe', url, `-h${secret}`]],
    ['an assignment', ['wait', '--tcp', 'h:1', `password=${secret}`]],
    ['a plain word', ['probe', url, secret]],
    ['a configuration of lint', ['lint', '--config', `postgres://app:${secret}@db/app`, 'x.yaml']],
    ['a format of lint', ['lint', 'x.yaml', `--format=postgres://app:${secret}@db/app`]],
    ['a port of manifest', ['manifest', '--port', `postgres://app:${secret}@db/app`]],
    ['a port of manifest with a tab', ['manifest', '--port', `app\t:${secret}@db`]],
    ['a number of manifest', ['manifest', '--drain-seconds', `password=${secret}`]],
    ['a path of manifest', ['manifest', '--liveness-path', `http://app:${secret}@h/x`]],
    ['a configuration of manifest', ['manifest', `--config=password=${secret}`]],
    ['a time', ['probe', url, '--timeout', `postgres://app:${secret}@db/app`]],
  ])('does not print a password in %s', async (_, args) => {
    const { code, stdout, stderr } = await runReadyz(args)
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
    expect(stderr).toMatch(/^readyz: /)
    expect(stderr).not.toContain(secret)
  })
})

test.each([['--version'], ['--help'], ['help'], ['probe', '--help'], ['wait', '-h']])(
  'readyz %s %s prints to stdout and exits with 0',
  async (...args) => {
    const { code, stdout, stderr } = await runReadyz(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^(0\.1\.0\n$|Usage: readyz )/)
  },
)
