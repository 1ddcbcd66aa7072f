import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runScript, startCommand, startDns, typescriptFlags } from '@readyz/servers'

// Runs in a separate network namespace with its own /etc/resolv.conf. A resolver with these options
// waits twice for 30 seconds if the name server does not respond. Even a busy machine starts and
// ends a process much faster.
const resolverOptions = 'timeout:30 attempts:2'
const resolverMilliseconds = 60_000
writeFileSync('/etc/resolv.conf', `nameserver 127.0.0.1\noptions ${resolverOptions}\n`)
const dns = await startDns()
dns.mode = 'silent'
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** Returns whether the resolver cannot have timed out yet. */
const isEarly = (started: number) => performance.now() - started < resolverMilliseconds / 2

async function probe() {
  const started = performance.now()
  const args = ['probe', 'http://db.example/readyz', '--timeout', '200ms']
  const { code, stderr } = await runScript(main, { args })
  return { code, stderr, isEarly: isEarly(started) }
}

async function interrupt() {
  const command = [
    process.execPath,
    ...typescriptFlags,
    main,
    'wait',
    '--tcp',
    'slow.example:80',
  ] as const
  const wait = startCommand(command, { ...process.env, RES_OPTIONS: resolverOptions })
  while (!dns.queriedNames.includes('slow.example')) await sleep(5)
  const started = performance.now()
  wait.child.kill('SIGTERM')
  await once(wait.child, 'exit')
  return { signal: wait.child.signalCode, isEarly: isEarly(started) }
}

process.stdout.write(JSON.stringify([await probe(), await interrupt()]))
await dns.close()
