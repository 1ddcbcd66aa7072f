import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasProgram } from './find-program.ts'

/** A server that tests start and that is not an npm package. */
interface Requirement {
  readonly server: string
  readonly programs: readonly string[]
  /** Matches the source of a test that starts the server. */
  readonly usage: RegExp
  /** The Debian packages that contain the programs. */
  readonly packages: string
}

const requirements: readonly Requirement[] = [
  {
    server: 'MariaDB',
    programs: ['mariadbd'],
    usage: /\bstartMariadb\b/,
    packages: 'mariadb-server-core',
  },
  {
    server: 'memcached',
    programs: ['memcached'],
    usage: /\bstartMemcached\b/,
    packages: 'memcached',
  },
  {
    server: 'accounts of memcached',
    programs: ['saslpasswd2'],
    usage: /\bsasl: true\b/,
    packages: 'sasl2-bin libsasl2-modules',
  },
  {
    server: 'Redis',
    programs: ['redis-check-rdb', 'redis-cli'],
    usage: /\bstart(?:Redis|RedisCluster|Sentinel)\b/,
    packages: 'redis-tools',
  },
  {
    server: 'Valkey',
    programs: ['valkey-check-rdb', 'valkey-cli'],
    usage: /'valkey'/,
    packages: 'valkey-tools',
  },
]

/**
 * Returns the missing servers of a test file and how to install them, as the title of a skipped
 * test. Returns `undefined` if every server that the file and its relative imports start is
 * installed. Also returns `undefined` in CI, where the test fails instead.
 */
export function missingServers(
  file: string,
  isInstalled: (program: string) => boolean = hasProgram,
): string | undefined {
  if (process.env['CI'] !== undefined) return undefined
  const missing = requirements.filter(({ programs }) => !programs.every(isInstalled))
  if (missing.length === 0) return undefined
  const sources = sourcesOf(file)
  const needed = missing.filter(({ usage }) => sources.some((source) => usage.test(source)))
  if (needed.length === 0) return undefined
  const servers = needed.map(({ server }) => server).join(', ')
  const packages = needed.map((each) => each.packages).join(' ')
  return `requires ${servers}: on Debian, apt-get install ${packages}`
}

// The files in this folder define the functions that start servers, and do not start any.
const ownFolder = path.dirname(fileURLToPath(import.meta.url))

/** Returns the text of a file and of all its relative imports. */
function sourcesOf(file: string, known = new Map<string, string>()): readonly string[] {
  if (known.has(file) || path.dirname(file) === ownFolder) return []
  const source = readFileSync(file, 'utf8')
  known.set(file, source)
  for (const [, target = ''] of source.matchAll(/ from '(\.[^']+\.ts)'/g)) {
    sourcesOf(path.resolve(path.dirname(file), target), known)
  }
  return [...known.values()]
}
