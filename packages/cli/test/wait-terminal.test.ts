import { createServer } from 'node:net'
import { freePort, host, refused, silent } from '@readyz/conformance'
import { canOpenTerminal } from '@readyz/servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startReadyzOnTerminal } from './run-command.ts'

const linesOf = (screen: string) => screen.split('\n').filter((line) => line !== '')

function listen(port: number | undefined): void {
  const server = createServer().listen(port, host)
  onTestFinished(() => void server.close())
}

describe.skipIf(!canOpenTerminal())('wait on a terminal', () => {
  test('prints one line for each dependency and updates it', async () => {
    const ports = [await freePort(), await freePort()]
    const terminal = startReadyzOnTerminal([
      'wait',
      ...ports.flatMap((port) => ['--tcp', `${host}:${port}`]),
    ])
    // A line changes only when the state of its server changes.
    const screen = (...statuses: readonly string[]) => {
      const lines = statuses.map((status, index) => `${status} +tcp ${host}:${ports[index]} .*\n+`)
      return terminal.until(new RegExp(`^${lines.join('')}$`))
    }
    await terminal.until(/for [1-9]\d* s, refused/)
    await screen('waiting', 'waiting')
    expect(linesOf(terminal.read())[0]).toContain(
      `refused: connect ECONNREFUSED ${host}:${ports[0]}`,
    )
    listen(ports[0])
    await screen('passed', 'waiting')
    listen(ports[1])
    await screen('passed', 'passed')
    expect(await terminal.end()).toBe(0)
    expect(linesOf(terminal.read())).toHaveLength(2)
  })

  test('keeps the line of a missing dependency and repeats it in the summary', async () => {
    const { port } = await refused()
    const terminal = startReadyzOnTerminal(['wait', '--tcp', `${host}:${port}`, '--timeout', '2s'])
    expect(await terminal.end()).toBe(1)
    const [row, count, ...missing] = linesOf(terminal.read())
    expect(row).toMatch(new RegExp(`^missing  tcp ${host}:${port} for \\d+ s, `))
    expect(count).toBe('readyz: 1 of 1 did not pass within 2 s:')
    expect(missing).toEqual([row?.replace(/ for \d+ s/, '')])
  })

  test('truncates a line that is longer than the terminal is wide', async () => {
    const { port } = await refused()
    const terminal = startReadyzOnTerminal(['wait', '--tcp', `${host}:${port}`], {
      cols: 40,
      rows: 10,
    })
    await terminal.until(/for [1-9]/)
    expect(linesOf(terminal.read())).toHaveLength(1)
    terminal.type('\u0003')
    await terminal.end()
  })

  test('prints plain lines if there are more dependencies than rows', async () => {
    const server = await silent()
    onTestFinished(() => server.close())
    const args = Array.from({ length: 5 }, () => ['--tcp', `${host}:${server.port}`]).flat()
    const terminal = startReadyzOnTerminal(['wait', ...args], { cols: 80, rows: 5 })
    expect(await terminal.end()).toBe(0)
    expect(linesOf(terminal.read()).filter((line) => line.startsWith('passed'))).toHaveLength(5)
    expect(terminal.read()).not.toContain('waiting')
  })

  test('exits on the interrupt key', async () => {
    const { port } = await refused()
    const terminal = startReadyzOnTerminal(['wait', '--tcp', `${host}:${port}`])
    await terminal.until(/^waiting/m)
    terminal.type('\u0003')
    expect(await terminal.end()).toBe(130)
  })
})
