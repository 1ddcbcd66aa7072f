import { readPem } from '../../parse/certificate-authorities.ts'
import { type ParameterRules, rejectUnknownParameters } from '../../parse/url-parameters.ts'
import { UsageError } from '../../usage-error.ts'
import type { DependencyKind } from '../dependency.ts'
import { urlKind } from '../url-dependency-kind.ts'

const option = '--pg'

const parameters: ParameterRules = {
  option,
  known: [
    'host',
    'port',
    'user',
    'password',
    'db',
    'encoding',
    'client_encoding',
    'options',
    'ssl',
    'sslmode',
    'sslcert',
    'sslkey',
    'sslrootcert',
    'sslnegotiation',
    'uselibpqcompat',
    'application_name',
    'fallback_application_name',
    'statement_timeout',
    'query_timeout',
    'lock_timeout',
    'idle_in_transaction_session_timeout',
    'connect_timeout',
    // Parameters of pools and ORMs.
    'schema',
    'connection_limit',
    'pool_timeout',
    'socket_timeout',
    'pgbouncer',
    'statement_cache_size',
    'channel_binding',
  ],
  hints: {
    dbname: 'write the database as the path',
    database: 'write the database as the path',
    sslaccept: 'write sslmode=verify-full or sslmode=no-verify',
    target_session_attrs: 'name the primary as the host',
  },
}

const values: Readonly<Record<string, readonly string[]>> = {
  sslmode: ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'],
  ssl: ['true', '1', '0', 'no-verify'],
}
const files = ['sslrootcert', 'sslcert', 'sslkey']

export const pg: DependencyKind = urlKind({
  option,
  description: 'PostgreSQL answers SELECT 1; a password may come from PGPASSWORD',
  format: {
    schemes: ['postgres:', 'postgresql:', 'socket:'],
    example: 'postgres://user:password@localhost:5432/database',
    allowsMissingHost: true,
  },
  isSecure: ({ searchParams: query }) =>
    !['disable', 'no-verify'].includes(query.get('sslmode') ?? '') &&
    (['true', '1'].includes(query.get('ssl') ?? '') ||
      query.has('sslmode') ||
      query.has('sslrootcert')),
  prepare({ searchParams: query }, text) {
    rejectUnknownParameters(parameters, query)
    for (const [name, known] of Object.entries(values)) {
      const value = query.get(name)
      if (value === null || known.includes(value)) continue
      throw new UsageError(`${option}: expected ${name} to be one of ${known.join(', ')}`)
    }
    for (const name of files) {
      const file = query.get(name)
      if (file !== null) readPem(`${option}: ${name}`, file)
    }
    return async (authorities) => {
      const usesAuthorities = authorities !== undefined && !query.has('sslrootcert')
      const connectionString = usesAuthorities ? withAuthorities(text, authorities.file) : text
      const [{ Pool }, { pgChecker }] = await Promise.all([import('pg'), import('@readyz/pg')])
      const pool = new Pool({ connectionString })
      pool.on('error', () => {})
      return pgChecker(pool, { mode: 'dedicated' })
    }
  },
})

// With a connection string, pg reads the certificate authorities only from this parameter.
function withAuthorities(text: string, file: string): string {
  const [address = '', fragment] = text.split('#', 2)
  const parameter = `sslrootcert=${encodeURIComponent(file)}`
  const joined = `${address}${address.includes('?') ? '&' : '?'}${parameter}`
  return fragment === undefined ? joined : `${joined}#${fragment}`
}
