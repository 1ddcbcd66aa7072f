import { type MysqlServer, skipsMysql, startMysql } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runReadyz, startReadyz } from './run-command.ts'

describe.skipIf(skipsMysql())('wait --mysql', () => {
  let server: MysqlServer
  beforeAll(async () => {
    server = await startMysql()
  })
  afterAll(() => server.close())

  test('passes when MySQL answers, and prints no password', async () => {
    const { code, stdout, stderr } = await runReadyz(['wait', '--mysql', server.url])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { host, port, database, password } = server
    expect(stdout).toContain(`@${host}:${port}/${database} after `)
    expect(stdout).not.toContain(password)
  })

  test('passes when a stopped MySQL server has started again', async () => {
    await server.stop()
    const wait = startReadyz(['wait', '--mysql', server.url])
    await wait.until(/^waiting .* refused: /m)
    await server.start()
    const { code, output } = await wait.end()
    expect(output).toMatch(/^passed .* after /m)
    expect(code).toBe(0)
  })

  test('reports a rejected login as auth', async () => {
    const wrong = server.url.replace(server.password, 'wr0ng')
    const wait = startReadyz(['wait', '--mysql', wrong])
    await wait.until(/^waiting .*, auth: /m)
    wait.child.kill()
    const { output } = await wait.end()
    expect(output).not.toContain('wr0ng')
  })
})
