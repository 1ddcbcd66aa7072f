import { showUrl } from '../../read/show.ts'
import { readUrl, type UrlForm } from '../../read/url.ts'
import { UsageError } from '../../usage.ts'
import { type Kind, secretsOf } from '../dependency.ts'

const form: UrlForm = {
  schemes: ['redis:', 'rediss:'],
  example: 'redis://user:password@localhost:6379/0',
}

export const redis: Kind = {
  option: '--redis',
  value: '<url>',
  description: 'Redis or Valkey answers a PING; rediss: is over TLS',
  read(option, text) {
    const url = readUrl(option, form, text)
    const database = readDatabase(option, url)
    return {
      title: showUrl(text),
      secrets: secretsOf(url),
      async open() {
        const [{ askEvery }, { respServer }] = await Promise.all([
          import('@readyz/net'),
          import('@readyz/resp'),
        ])
        const server = respServer({
          connect: {
            host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
            ...(url.port !== '' && { port: Number(url.port) }),
          },
          isSecure: url.protocol === 'rediss:',
          username: decodeURIComponent(url.username),
          password: decodeURIComponent(url.password),
          database,
        })
        const failure = 'cannot connect to redis.'
        return {
          name: 'redis',
          failure,
          check: (context) => askEvery(context, [server], { failure, noun: 'servers' }),
        }
      },
    }
  },
}

/** The number in the path. */
function readDatabase(option: string, { pathname }: URL): number {
  const [, number] = /^\/?(\d{0,6})$/.exec(pathname) ?? []
  if (number !== undefined) return Number(number)
  throw new UsageError(`${option}: expected a database that is a number, got ${pathname.slice(1)}`)
}
