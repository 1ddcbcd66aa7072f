import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createProbes } from '@readyz/core'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runReadyz, runReadyzWithInput } from './run-command.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'readyz-manifests-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

/** Completes the output of the command to a pod. */
function podOf(spec: string): string {
  const indented = spec
    .replaceAll(/^(?=.)/gm, '  ')
    .replace('- name: app', '- name: app\n      image: app')
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n${indented}`
}

const description = createProbes({
  timeoutSeconds: 3,
  readiness: [{ name: 'db', check: () => true }],
  readinessPaths: ['/ready'],
}).describe()

test('lint reads the output of manifest from a pipe and finds no problem', async () => {
  const { code, stdout, stderr } = await runReadyz(['manifest', '--timeout-seconds', '7'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(parse(stdout).containers[0].readinessProbe.timeoutSeconds).toBe(7)
  const linted = await runReadyzWithInput(podOf(stdout), ['lint', '-'])
  expect(linted).toEqual({
    code: 0,
    stdout: 'no problems found\nchecked 1 workload, 1 container and 3 probes\n',
    stderr: '',
  })
})

test('manifest and lint both use the configuration that the application describes', async () => {
  const config = write(
    'probes.json',
    JSON.stringify({ ...description, stop: { drainSeconds: 20 } }),
  )
  const { stdout } = await runReadyz(['manifest', '--config', config, '--format', 'json'])
  const { containers, terminationGracePeriodSeconds } = JSON.parse(stdout)
  expect(containers[0].readinessProbe).toMatchObject({
    httpGet: { path: '/ready' },
    timeoutSeconds: 3,
  })
  expect(terminationGracePeriodSeconds).toBeGreaterThan(35)

  const { stdout: other } = await runReadyz(['manifest'])
  const { code, stdout: found } = await runReadyzWithInput(podOf(other), [
    'lint',
    '--config',
    config,
    '-',
  ])
  expect(code).toBe(1)
  expect(found).toContain('[path-not-served]')
})

test.each([
  ['json', /"file": "-"/],
  ['sarif', /"version": "2\.1\.0"/],
  ['github', /^::error title=readyz /m],
])('lint prints findings as %s', async (format, expected) => {
  const pod = 'kind: Pod\nspec: { containers: [{ livenessProbe: { tcpSocket: {} } }] }\n'
  const { code, stdout } = await runReadyzWithInput(pod, ['lint', '--format', format, '-'])
  expect(code).toBe(1)
  expect(stdout).toMatch(expected)
})

test.each<[string, readonly string[], string]>([
  ['a missing file argument', ['lint'], 'expected a file, a folder, a pattern or -'],
  ['an unknown format', ['lint', '--format', 'xml', '-'], "argument 'xml' is invalid"],
  ['a configuration file that does not exist', ['lint', '--config', 'none.json', '-'], 'none.json'],
  ['text instead of a number', ['manifest', '--drain-seconds', 'ten'], '--drain-seconds'],
  [
    'times that contradict each other',
    ['manifest', '--period-seconds', '1', '--timeout-seconds', '5'],
    'period',
  ],
])('lint and manifest exit with 64 and print the problem for %s', async (_, args, problem) => {
  const { code, stdout, stderr } = await runReadyz(args)
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  expect(stderr).toContain(problem)
})

test('lint reports a file that does not exist and exits with 1', async () => {
  const { code, stdout } = await runReadyz(['lint', path.join(folder, 'none.yaml')])
  expect(code).toBe(1)
  expect(stdout).toContain('none.yaml')
})
