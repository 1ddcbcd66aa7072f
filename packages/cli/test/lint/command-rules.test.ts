import { describe, expect, test } from 'vitest'
import { brief, deployment, http, lintLiveness, lintText, ready } from './manifests.ts'

const lintLines = (lines: string) => brief(lintText(deployment(`${ready}\n${lines}`)))
const exec = (command: string) =>
  brief(lintLiveness(`exec: { command: ${command} }, timeoutSeconds: 9`))
const preStop = (command: string) =>
  lintLines(`lifecycle: { preStop: { exec: { command: ${command} } } }`)

describe('the rule no-shell', () => {
  test.each([
    ['["sleep 60"]', 'there is no program called "sleep 60"'],
    ['[curl, -f, localhost, "|", grep, ok]', 'no shell interprets |'],
    ['[test, -f, /a, "&&", test, -f, /b]', 'no shell interprets &&'],
    ['[check, ">", /dev/null]', 'no shell interprets >'],
    ['[check, "2>&1"]', 'no shell interprets 2>&1'],
  ])('finds shell syntax that no shell runs: %s', (command, message) => {
    const [finding] = lintLiveness(`exec: { command: ${command} }, timeoutSeconds: 9`)
    expect(finding).toMatchObject({ rule: 'no-shell', severity: 'error' })
    expect(finding?.message).toContain(message)
    expect(preStop(command)).toEqual(['lifecycle.preStop.exec.command no-shell'])
  })

  test.each([
    '[sh, -c, "a | b && c > d"]',
    '[bash, -o, pipefail, -c, "a | b"]',
    '[/bin/sh, -ec, "exec a; b"]',
    '[mysql, -e, "SELECT 1; SELECT 2"]',
    '[grep, "a|b", /file]',
  ])('accepts a command that a shell runs, and syntax inside an argument: %s', (command) => {
    expect(exec(command)).toEqual([])
  })
})

describe('the rule curl-without-fail', () => {
  const found = ['livenessProbe.exec.command curl-without-fail']
  test.each([
    ['[curl, http://localhost]', found],
    ['[curl, -s, -m5, http://localhost]', found],
    ['[sh, -c, "curl -s localhost || exit 1"]', found],
    ['[sh, -c, "test -f /a && curl localhost:80"]', found],
    ['[curl, -f, http://localhost]', []],
    ['[curl, -fsS, http://localhost]', []],
    ['[curl, --fail-with-body, http://localhost]', []],
    ['[sh, -c, "curl -s localhost | grep ok"]', []],
    [`[sh, -c, 'test "$(curl -s localhost)" = ok']`, []],
    ['[curl, -s, -o, /dev/null, -w, "%{http_code}", localhost]', []],
    ['[wget, -q, localhost]', []],
  ])('finds a curl whose exit code does not depend on the HTTP status: %s', (command, expected) => {
    expect(exec(command)).toEqual(expected)
  })
})

describe('the rule default-exec-timeout', () => {
  test.each([
    ['exec: { command: [redis-cli, ping] }', ['livenessProbe default-exec-timeout']],
    [
      'exec: { command: [sh, -c, "psql -c \\"SELECT 1\\""] }',
      ['livenessProbe default-exec-timeout'],
    ],
    ['exec: { command: [sh, -c, "exec mysqladmin ping"] }', ['livenessProbe default-exec-timeout']],
    ['exec: { command: [redis-cli, ping] }, timeoutSeconds: 1', []],
    ['exec: { command: [cat, /tmp/healthy] }', []],
  ])('finds a database client with the default timeout of 1 s: %s', (probe, expected) => {
    expect(brief(lintLiveness(probe))).toEqual(expected)
  })
})

describe('the rule signal-not-forwarded', () => {
  test.each([
    ['command: [npm, start]', ['command signal-not-forwarded']],
    ['args: [yarn, start]', ['args signal-not-forwarded']],
    ['command: [sh, -c, "npm run build && npm start"]', ['command signal-not-forwarded']],
    ['command: [sh, -c]\nargs: ["migrate && node server.js"]', ['command signal-not-forwarded']],
    ['command: [sh, -c, "migrate && exec npm start"]', ['command signal-not-forwarded']],
    ['command: [sh, -c, "node server.js"]', []],
    ['command: [sh, -c, "migrate && exec node server.js"]', []],
    ['command: [sh, -c, "trap stop TERM; node server.js & wait"]', []],
    ['command: [node, server.js]', []],
    ['command: [tini, --, npm, start]', []],
  ])('finds a first process that may keep SIGTERM: %s', (lines, expected) => {
    expect(lintLines(lines)).toEqual(expected)
  })
})

describe('the rule secret-in-probe', () => {
  const found = (place: string) => [`livenessProbe.${place} secret-in-probe`]
  const header = (name: string, value: string) =>
    `httpGet: { path: /healthz, port: http, httpHeaders: [{ name: ${name}, value: "${value}" }] }`
  const command = (words: string) => `exec: { command: ${words} }, timeoutSeconds: 9`

  test.each([
    header('Authorization', 'Basic aHVudGVyMg=='),
    header('Cookie', 'session=hunter2'),
    header('X-Api-Key', 'hunter2'),
    header('x-auth-token', 'hunter2'),
  ])('finds credentials in a header and does not print them: %s', (probe) => {
    const findings = lintLiveness(probe)
    expect(brief(findings)).toEqual(found('httpGet.httpHeaders[0].value'))
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|aHVudGVyMg/)
  })

  test.each([
    '[mysql, -uroot, -phunter2, -e, SELECT 1]',
    '[mysqladmin, --password=hunter2, ping]',
    '[redis-cli, -a, hunter2, ping]',
    '[sh, -c, "PGPASSWORD=hunter2 psql -c \'SELECT 1\'"]',
    '[curl, -f, -u, "me:hunter2", localhost]',
    '[psql, "postgres://me:hunter2@localhost/db"]',
    '[check, --api-key, hunter2]',
    '[mongosh, -u, me, --password, hunter2]',
  ])('finds credentials in a command and does not print them: %s', (words) => {
    const findings = lintLiveness(command(words))
    expect(brief(findings)).toEqual(found('exec.command'))
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  test.each([
    header('Accept', 'text/plain'),
    header('Authorization', '{{ .Values.token }}'),
    header('X-Token', '$(TOKEN)'),
    command('[sh, -c, "mysqladmin ping -p$MYSQL_PASSWORD"]'),
    command('[sh, -c, "mysqladmin ping --password=$MYSQL_PASSWORD"]'),
    command('[redis-cli, -a, $(REDIS_PASSWORD), ping]'),
    command('[psql, "postgres://me@localhost/db"]'),
    command('[curl, -f, --key, /etc/tls.key, https://localhost]'),
    command('[check, --password-file, /run/secret]'),
    command('[tool, -password, -verbose]'),
  ])('accepts a variable, a placeholder and the path of a file: %s', (probe) => {
    expect(lintLiveness(probe)).toEqual([])
  })

  test('finds credentials in a hook', () => {
    expect(preStop('[redis-cli, -a, hunter2, shutdown]')).toEqual([
      'lifecycle.preStop.exec.command secret-in-probe',
    ])
  })
})

test('a line of a script that cannot be parsed has no finding, and the other lines have theirs', () => {
  expect(exec(JSON.stringify(['sh', '-c', `echo \${`]))).toEqual([])
  expect(exec(JSON.stringify(['sh', '-c', `echo \${\ncurl localhost`]))).toEqual([
    'livenessProbe.exec.command curl-without-fail',
  ])
})

test('a probe without a command has no finding of these rules', () => {
  expect(lintLiveness(http('/healthz'))).toEqual([])
})
