import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Quirks, Served } from '@readyz/conformance'
import { build } from 'esbuild'

/** A JavaScript runtime other than Node. */
export interface Runtime {
  readonly name: string
  /** Path in `node_modules` of `packages/internal/runtimes`. */
  readonly binary: string
  /** The arguments that serve the default export of `main.js` in the current directory. */
  readonly args: readonly string[]
  /** Differences of its HTTP server that an adapter cannot change. */
  readonly quirks: Quirks
}

export const runtimes: readonly Runtime[] = [
  {
    name: 'Bun',
    binary: '@oven/bun-linux-x64/bin/bun',
    args: ['main.js'],
    quirks: { resolvesDotSegments: true, requiresHost: true, rejectsPipelining: true },
  },
  {
    name: 'Deno',
    binary: '@deno/linux-x64-glibc/deno',
    args: ['serve', '--allow-net', '--host=127.0.0.1', '--port=0', 'main.js'],
    quirks: { sendsHeadersSeparately: true },
  },
  {
    name: 'workerd',
    binary: '@cloudflare/workerd-linux-64/bin/workerd',
    args: ['serve', '--control-fd=1', 'main.capnp'],
    quirks: { requiresHost: true },
  },
]

const modules = fileURLToPath(new URL('../../../internal/runtimes/node_modules', import.meta.url))
const applicationModule = fileURLToPath(new URL('runtime-application.ts', import.meta.url))

// Kills the runtime when its stdin ends, so that no runtime remains after a crash of the test
// process.
const killWhenStdinEnds =
  'exec 3<&0; "$@" & pid=$!; { cat <&3 > /dev/null; kill -KILL $pid; } 2> /dev/null & wait $pid'

/** Runs an application in a runtime. `expression` calls an export of `runtime-application.ts`. */
export async function serveIn(runtime: Runtime, expression: string): Promise<Served> {
  const binary = path.join(modules, runtime.binary)
  if (!existsSync(binary)) {
    throw new Error(`${runtime.name} is not installed: run npx --yes pnpm@12.21.0 runtimes`)
  }
  const cwd = await bundle(expression)
  const child = spawn('sh', ['-c', killWhenStdinEnds, 'sh', binary, ...runtime.args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, NO_COLOR: '1', NODE_ENV: 'production' },
  })
  const exited = once(child, 'exit')
  const port = await new Promise<string>((resolve, reject) => {
    let output = ''
    const onData = (data: Buffer) => {
      output += String(data)
      const [, found] = /(?:127\.0\.0\.1:|"port":)(\d+)/.exec(output) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    child.once('exit', () => reject(new Error(`${runtime.name} did not start:\n${output}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    quirks: runtime.quirks,
    async close() {
      child.stdin.end()
      await exited
      rmSync(cwd, { recursive: true })
    },
  }
}

/** Bundles the application into one file in a new directory. Returns the directory. */
async function bundle(expression: string): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), 'readyz-runtime-'))
  const contents = `
    import * as applications from ${JSON.stringify(applicationModule)}
    const { fetch } = applications.${expression}
    export default { fetch, hostname: '127.0.0.1', port: 0 }`
  await build({
    stdin: { contents, resolveDir: path.dirname(applicationModule) },
    bundle: true,
    format: 'esm',
    conditions: ['@readyz/source'],
    outfile: path.join(directory, 'main.js'),
  })
  writeFileSync(path.join(directory, 'main.capnp'), capnp)
  return directory
}

const capnp = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "main.js", esModule = embed "main.js")],
      compatibilityDate = "2026-01-01",
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);`
