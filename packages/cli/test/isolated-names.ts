import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runScript, sources, startCommand, startDns } from '@readyz/servers'

// Runs in a network and with files of its own: a name server that is silent takes ten seconds of a resolver like this.
writeFileSync('/etc/resolv.conf', 'nameserver 127.0.0.1\noptions timeout:5 attempts:2\n')
const dns = await startDns()
dns.mode = 'silent'
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

async function probe() {
  const started = performance.now()
  const args = ['probe', 'http://db.example/readyz', '--timeout', '200ms']
  const { code, stderr } = await runScript(main, { args })
  return { code, stderr, milliseconds: performance.now() - started }
}

async function interrupt() {
  const command = [process.execPath, ...sources, main, 'wait', '--tcp', 'late.example:80'] as const
  const wait = startCommand(command, { ...process.env, RES_OPTIONS: 'timeout:5 attempts:2' })
  while (!dns.asked.includes('late.example')) await sleep(5)
  const started = performance.now()
  wait.child.kill('SIGTERM')
  await once(wait.child, 'exit')
  return { signal: wait.child.signalCode, milliseconds: performance.now() - started }
}

process.stdout.write(JSON.stringify([await probe(), await interrupt()]))
await dns.close()
