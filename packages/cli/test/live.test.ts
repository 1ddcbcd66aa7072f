import { createServer } from 'node:net'
import { freePort, host, refused, silent } from '@readyz/conformance'
import { canOpenTerminal } from '@readyz/servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readyzOnTerminal } from './run.ts'

const linesOf = (screen: string) => screen.split('\n').filter((line) => line !== '')

describe.skipIf(!canOpenTerminal())('on a terminal', () => {
  test('each dependency has a line, which is kept up to date', async () => {
    const port = await freePort()
    const { port: never } = await refused()
    const args = ['--tcp', `${host}:${port}`, '--tcp', `${host}:${never}`, '--timeout', '4s']
    const terminal = readyzOnTerminal(['wait', ...args])
    const refusal = (of: number) => `refused: connect ECONNREFUSED ${host}:${of}`
    await terminal.until(/for 1 s, refused/)
    expect(linesOf(terminal.read())).toEqual([
      `waiting  tcp ${host}:${port} for 1 s, ${refusal(port)}`,
      `waiting  tcp ${host}:${never} for 1 s, ${refusal(never)}`,
    ])
    const server = createServer().listen(port, host)
    onTestFinished(() => void server.close())
    await terminal.until(/^passed {3}tcp/m)
    expect(linesOf(terminal.read())).toHaveLength(2)
    expect(await terminal.end()).toBe(1)
    const [first, ...rest] = linesOf(terminal.read())
    expect(first).toMatch(/^passed {3}tcp .* after [\d.]+ s$/)
    expect(rest).toEqual([
      `missing  tcp ${host}:${never} for 4 s, ${refusal(never)}`,
      'readyz: 1 of 2 did not pass within 4 s:',
      `missing  tcp ${host}:${never}, ${refusal(never)}`,
    ])
  })

  test('a line that is too long is cut', async () => {
    const { port } = await refused()
    const terminal = readyzOnTerminal(['wait', '--tcp', `${host}:${port}`], { cols: 40, rows: 10 })
    await terminal.until(/for 2/)
    expect(linesOf(terminal.read())).toHaveLength(1)
    terminal.type('\u0003')
    await terminal.end()
  })

  test('more of them than there are rows are plain lines', async () => {
    const server = await silent()
    onTestFinished(() => server.close())
    const args = Array.from({ length: 5 }, () => ['--tcp', `${host}:${server.port}`]).flat()
    const terminal = readyzOnTerminal(['wait', ...args], { cols: 80, rows: 5 })
    expect(await terminal.end()).toBe(0)
    expect(linesOf(terminal.read()).filter((line) => line.startsWith('passed'))).toHaveLength(5)
    expect(terminal.read()).not.toContain('waiting')
  })

  test('the interrupt key ends it', async () => {
    const { port } = await refused()
    const terminal = readyzOnTerminal(['wait', '--tcp', `${host}:${port}`])
    await terminal.until(/^waiting/m)
    terminal.type('\u0003')
    expect(await terminal.end()).toBe(130)
  })
})
