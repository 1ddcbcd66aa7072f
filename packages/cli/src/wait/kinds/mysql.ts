import { type ParameterRules, rejectUnknownParameters } from '../../read/parameters.ts'
import type { Kind } from '../dependency.ts'
import { urlKind } from '../url-kind.ts'

const option = '--mysql'
const tls =
  'write ssl={} for TLS with a verified certificate, ssl={"rejectUnauthorized":false} without'

/** Of pools and ORMs: mysql2 does not know them. */
const foreign = ['connection_limit', 'pool_timeout', 'connect_timeout', 'socket_timeout']

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
    ...foreign,
  ],
  hints: Object.fromEntries(
    ['ssl-mode', 'sslmode', 'ssl_mode', 'sslMode', 'useSSL', 'tls', 'sslaccept', 'sslcert'].map(
      (name) => [name, tls],
    ),
  ),
}

export const mysql: Kind = urlKind({
  option,
  description: 'MySQL or MariaDB answers SELECT 1',
  form: {
    schemes: ['mysql:', 'mariadb:'],
    example: 'mysql://user:password@localhost:3306/database',
  },
  isSecure: ({ searchParams }) => searchParams.has('ssl'),
  prepare(url) {
    rejectUnknownParameters(parameters, url.searchParams)
    const understood = new URL(url)
    for (const name of foreign) understood.searchParams.delete(name)
    return async (authorities) => {
      const [{ createPool }, { mysql2Checker }] = await Promise.all([
        import('mysql2'),
        import('@readyz/mysql2'),
      ])
      const ssl = authorities && { ...readSsl(url), ca: authorities.pem }
      return mysql2Checker(createPool({ uri: understood.href, ...(ssl && { ssl }) }), {
        mode: 'dedicated',
      })
    }
  },
})

// As mysql2 reads it.
function readSsl({ searchParams }: URL): object {
  try {
    return Object(JSON.parse(searchParams.get('ssl') ?? ''))
  } catch {
    throw new Error('with --ca, ssl has to be an object in JSON, such as {}')
  }
}
