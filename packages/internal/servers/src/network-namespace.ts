import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runScript, type ScriptOptions, type ScriptResult } from './run-script.ts'

const namespaces = ['unshare', '--user', '--map-root-user', '--net', '--mount'] as const

// Has the effect of `ip link set lo up`, because `ip` may not be installed.
const loopbackUp = `perl -e 'socket(S,2,2,0)||die;$r=pack("a16s","lo",73);ioctl(S,0x8914,$r)||die'`
const prelude = `set -e
${loopbackUp}
mount --bind "$1/resolv.conf" /etc/resolv.conf
if [ -e /etc/nsswitch.conf ]; then mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf; fi
shift
exec setpriv --pdeathsig KILL "$@"`

/** Returns the configuration of the name service without the line for hosts. */
function readNameService(): string {
  try {
    return readFileSync('/etc/nsswitch.conf', 'utf8').replace(/^hosts:.*$/m, '')
  } catch {
    return ''
  }
}

function writeResolverFiles(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'readyz-ns-'))
  const resolver = 'nameserver 127.0.0.1\noptions timeout:1 attempts:2\n'
  writeFileSync(path.join(directory, 'resolv.conf'), resolver)
  writeFileSync(path.join(directory, 'nsswitch.conf'), `hosts: files dns\n${readNameService()}`)
  return directory
}

function isolate(directory: string, command: readonly string[]): [string, ...string[]] {
  return [...namespaces, 'sh', '-c', prelude, 'sh', directory, ...command]
}

/** Whether this system can create network and mount namespaces. */
export function canIsolate(): boolean {
  const directory = writeResolverFiles()
  try {
    const [program, ...args] = isolate(directory, ['true'])
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/**
 * Whether to skip tests that need namespaces, because the system cannot create them. In CI they
 * fail instead.
 */
export function skipsIsolation(): boolean {
  return process.env['CI'] === undefined && !canIsolate()
}

/**
 * Runs a script in a network namespace that contains only loopback. Its system resolver uses the
 * DNS server at 127.0.0.1:53.
 */
export async function runIsolated(
  script: URL | string,
  options: ScriptOptions = {},
): Promise<ScriptResult> {
  const directory = writeResolverFiles()
  try {
    return await runScript(script, options, (command) => isolate(directory, command))
  } finally {
    rmSync(directory, { recursive: true })
  }
}
