import { type ParameterRules, rejectUnknownParameters } from '../../parse/url-parameters.ts'
import type { DependencyKind } from '../dependency.ts'
import { urlKind } from '../url-dependency-kind.ts'

const option = '--mysql'
const tls =
  'write ssl={} for TLS with a verified certificate, ssl={"rejectUnauthorized":false} without'

/** Parameters of pools and ORMs, which mysql2 does not support. */
const ignored = ['connection_limit', 'pool_timeout', 'connect_timeout', 'socket_timeout']

const parameters: ParameterRules = {
  option,
  known: [
    'ssl',
    'socketPath',
    'charset',
    'charsetNumber',
    'timezone',
    'flags',
    'compress',
    'connectTimeout',
    'password1',
    'password2',
    'password3',
    'passwordSha1',
    'insecureAuth',
    'enableCleartextPlugin',
    'localAddress',
    'enableKeepAlive',
    'keepAliveInitialDelay',
    'connectAttributes',
    'multipleStatements',
    'dateStrings',
    'supportBigNumbers',
    'bigNumberStrings',
    'decimalNumbers',
    'jsonStrings',
    'namedPlaceholders',
    'disableEval',
    'connectionLimit',
    'maxIdle',
    'idleTimeout',
    'queueLimit',
    'waitForConnections',
    ...ignored,
  ],
  hints: Object.fromEntries(
    ['ssl-mode', 'sslmode', 'ssl_mode', 'sslMode', 'useSSL', 'tls', 'sslaccept', 'sslcert'].map(
      (name) => [name, tls],
    ),
  ),
}

export const mysql: DependencyKind = urlKind({
  option,
  description: 'MySQL or MariaDB answers SELECT 1',
  format: {
    schemes: ['mysql:', 'mariadb:'],
    example: 'mysql://user:password@localhost:3306/database',
  },
  isSecure: ({ searchParams }) => searchParams.has('ssl'),
  prepare(url) {
    rejectUnknownParameters(parameters, url.searchParams)
    const supported = new URL(url)
    for (const name of ignored) supported.searchParams.delete(name)
    return async (authorities) => {
      const [{ createPool }, { mysql2Checker }] = await Promise.all([
        import('mysql2'),
        import('@readyz/mysql2'),
      ])
      const ssl = authorities && { ...readSsl(url), ca: authorities.pem }
      return mysql2Checker(createPool({ uri: supported.href, ...(ssl && { ssl }) }), {
        mode: 'dedicated',
      })
    }
  },
})

// Parses the parameter as mysql2 does.
function readSsl({ searchParams }: URL): object {
  try {
    return Object(JSON.parse(searchParams.get('ssl') ?? ''))
  } catch {
    throw new Error('with --ca, ssl must be an object in JSON, such as {}')
  }
}
