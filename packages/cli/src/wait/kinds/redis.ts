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
    schemes: ['redis:', 'rediss:'],
    example: 'redis://user:password@localhost:6379/0',
  },
  prepare(url) {
    const target = {
      connect: {
        host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
        ...(url.port !== '' && { port: Number(url.port) }),
      },
      isSecure: url.protocol === 'rediss:',
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: readDatabase(url),
    }
    return async () => {
      const [{ askEvery }, { respServer }] = await Promise.all([
        import('@readyz/net'),
        import('@readyz/resp'),
      ])
      const servers = [respServer(target)]
      return {
        name: 'redis',
        failure,
        check: (context) => askEvery(context, servers, { failure, noun: 'servers' }),
      }
    }
  },
})

/** The number in the path. */
function readDatabase({ pathname }: URL): number {
  const [, number] = /^\/?(\d{0,6})$/.exec(pathname) ?? []
  if (number !== undefined) return Number(number)
  throw new UsageError(
    `${option}: expected a database that is a number, got ${showArgument(pathname.slice(1))}`,
  )
}
