import type { KnownSecrets } from './redactor.ts'

type Environment = Readonly<Record<string, string | undefined>>

const secretVariables = ['PGPASSWORD', 'MYSQL_PWD', 'REDISCLI_AUTH', 'MEMCACHE_PASSWORD']
// pg uses the user of the operating system by default.
const nameVariables = ['PGUSER', 'PGDATABASE', 'MEMCACHE_USERNAME', 'USER', 'USERNAME', 'LOGNAME']

/** Parameters of a URL whose values are needed to understand an error. */
const publicParameters = ['host', 'port', 'socketPath', 'sslmode', 'sslrootcert', 'sslcert']

/** Returns the secrets and names in environment variables that clients read. */
export function secretsInEnvironment(env: Environment): KnownSecrets {
  const read = (names: readonly string[]) => names.map((name) => env[name] ?? '').filter(Boolean)
  return { secrets: read(secretVariables), names: read(nameVariables) }
}

/**
 * Returns the secrets (password, parameters) and names (user, path) in a URL or a text that
 * resembles one.
 */
export function secretsInUrl(text: string): KnownSecrets {
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

/** Combines known secrets. */
export function mergeSecrets(...all: readonly KnownSecrets[]): KnownSecrets {
  return {
    secrets: all.flatMap(({ secrets }) => secrets),
    names: all.flatMap(({ names }) => names),
  }
}
