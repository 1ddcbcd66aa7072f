import type { Known } from './secrets.ts'

type Environment = Readonly<Record<string, string | undefined>>

const secretVariables = ['PGPASSWORD', 'MYSQL_PWD', 'REDISCLI_AUTH', 'MEMCACHE_PASSWORD']
// pg falls back to the user of the operating system.
const nameVariables = ['PGUSER', 'PGDATABASE', 'MEMCACHE_USERNAME', 'USER', 'USERNAME', 'LOGNAME']

/** Parameters of a URL whose values are needed to understand an error. */
const publicParameters = ['host', 'port', 'socketPath', 'sslmode', 'sslrootcert', 'sslcert']

/** What must not be printed of the environment. */
export function knownFromEnvironment(env: Environment): Known {
  const read = (names: readonly string[]) => names.map((name) => env[name] ?? '').filter(Boolean)
  return { secrets: read(secretVariables), names: read(nameVariables) }
}

/** What must not be printed of a URL, or of a text that resembles one: user, password, parameters and, as a name, the path. */
export function knownFromUrl(text: string): Known {
  const [, account = '', path = '', query = ''] =
    /^[a-z\d+.-]*:(?:\/\/)?(?:([^/?#]*)@)?[^/?#]*([^?#]*)\??([^#]*)/is.exec(text) ?? []
  const colon = account.indexOf(':')
  const [user, password] =
    colon < 0 ? [account, ''] : [account.slice(0, colon), account.slice(colon + 1)]
  const parameters = Array.from(new URLSearchParams(query))
    .filter(([name]) => !publicParameters.includes(name))
    .map(([, value]) => value)
  return {
    secrets: [password, ...parameters].filter(Boolean),
    // The path of a Unix socket is needed to understand an error.
    names: [user, /^(?:unix|socket):/.test(text) ? '' : path.slice(1)].filter(Boolean),
  }
}

export function mergeKnown(...all: readonly Known[]): Known {
  return {
    secrets: all.flatMap(({ secrets }) => secrets),
    names: all.flatMap(({ names }) => names),
  }
}
