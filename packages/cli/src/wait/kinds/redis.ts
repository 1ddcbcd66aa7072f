import { isIP } from 'node:net'
import type { ConnectOptions } from '@readyz/resp'
import type { Authorities } from '../../read/ca.ts'
import { rejectUnknownParameters } from '../../read/parameters.ts'
import { showArgument } from '../../redact/show.ts'
import { UsageError } from '../../usage.ts'
import type { Kind } from '../dependency.ts'
import { urlKind } from '../url-kind.ts'

const option = '--redis'
const failure = 'cannot connect to redis.'

export const redis: Kind = urlKind({
  option,
  description: 'Redis or Valkey answers a PING; rediss: is over TLS',
  form: {
    schemes: ['redis:', 'rediss:', 'unix:'],
    example: 'redis://user:password@localhost:6379/0',
    mayLackHost: true,
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
    // TLS allows no address as a server name.
    ...(isIP(host) === 0 && { servername: host }),
    ...(authorities && { ca: authorities.pem }),
  }
}

/** The number in the path; that of a Unix socket is the parameter `db`. */
function readDatabase({ protocol, pathname, searchParams }: URL): number {
  const isUnix = protocol === 'unix:'
  const hints = {
    db: 'write the number of the database as the path, as in redis://localhost:6379/7',
  }
  rejectUnknownParameters({ option, known: isUnix ? ['db'] : [], hints }, searchParams)
  const text = isUnix ? (searchParams.get('db') ?? '') : pathname.replace(/^\//, '')
  if (/^\d{0,6}$/.test(text)) return Number(text)
  throw new UsageError(`${option}: expected a database that is a number, got ${showArgument(text)}`)
}
