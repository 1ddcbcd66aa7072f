import { isIP } from 'node:net'
import type { ConnectOptions } from '@readyz/resp'
import type { Authorities } from '../../parse/certificate-authorities.ts'
import { rejectUnknownParameters } from '../../parse/url-parameters.ts'
import { redactArgument } from '../../redact/arguments.ts'
import { UsageError } from '../../usage-error.ts'
import type { DependencyKind } from '../dependency.ts'
import { urlKind } from '../url-dependency-kind.ts'

const option = '--redis'
const failure = 'cannot connect to redis.'

export const redis: DependencyKind = urlKind({
  option,
  description: 'Redis or Valkey answers a PING; rediss: is over TLS',
  format: {
    schemes: ['redis:', 'rediss:', 'unix:'],
    example: 'redis://user:password@localhost:6379/0',
    allowsMissingHost: true,
  },
  isSecure: ({ protocol }) => protocol === 'rediss:',
  prepare(url) {
    const database = readDatabase(url)
    return async (authorities) => {
      const [{ checkAll }, { respServer }] = await Promise.all([
        import('@readyz/net'),
        import('@readyz/resp'),
      ])
      const server = respServer({
        connect: connectOptionsOf(url, authorities),
        isSecure: url.protocol === 'rediss:',
        username: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        database,
      })
      return {
        name: 'redis',
        failure,
        check: (context) => checkAll(context, [server], { failure, noun: 'servers' }),
      }
    }
  },
})

function connectOptionsOf(url: URL, authorities: Authorities | undefined): ConnectOptions {
  if (url.protocol === 'unix:') return { path: decodeURIComponent(url.pathname) }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    host,
    ...(url.port !== '' && { port: Number(url.port) }),
    // TLS does not allow an IP address as a server name.
    ...(isIP(host) === 0 && { servername: host }),
    ...(authorities && { ca: authorities.pem }),
  }
}

/** Returns the number in the path or, for a Unix socket, in the parameter `db`. */
function readDatabase({ protocol, pathname, searchParams }: URL): number {
  const isUnix = protocol === 'unix:'
  const hints = {
    db: 'write the number of the database as the path, as in redis://localhost:6379/7',
  }
  rejectUnknownParameters({ option, known: isUnix ? ['db'] : [], hints }, searchParams)
  const text = isUnix ? (searchParams.get('db') ?? '') : pathname.replace(/^\//, '')
  if (/^\d{0,6}$/.test(text)) return Number(text)
  throw new UsageError(
    `${option}: expected a database that is a number, got ${redactArgument(text)}`,
  )
}
