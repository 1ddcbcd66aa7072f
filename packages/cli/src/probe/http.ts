import { CheckError, type Checker } from '@readyz/core'
import type { Answer } from './answer.ts'
import { type Headers, request } from './request.ts'

const mostRedirects = 10
const redirects = [301, 302, 303, 307, 308]

/** Asks as the kubelet does, but takes no redirect to elsewhere for an answer. The time of the check is that of all of it. */
export function httpChecker(url: URL): Checker {
  return {
    name: 'http',
    async check({ signal }) {
      const { status } = await follow(url, url, 0, signal)
      if (status < 200 || status > 399) throw new CheckError(`answered with status ${status}`)
    },
  }
}

async function follow(
  url: URL,
  target: URL,
  followed: number,
  signal: AbortSignal,
  referer?: string,
): Promise<Answer> {
  const answer = await request(url, headersFor(url, referer), signal)
  const { status, location } = answer
  // For the kubelet any other answer of this kind is a success, and so is a redirect that leads nowhere.
  if (!redirects.includes(status) || location === undefined) return answer
  const next = resolve(location, url, status)
  if (next.hostname !== target.hostname) {
    throw new CheckError(`answered with status ${status}, which leads elsewhere, to ${next.host}`)
  }
  if (followed === mostRedirects) throw new CheckError(`stopped after ${mostRedirects} redirects`)
  return follow(next, target, followed + 1, signal, refererFor(url, next))
}

function headersFor({ username, password }: URL, referer: string | undefined): Headers {
  const account = [username, password].map(decodeURIComponent).join(':')
  return {
    // Applications know the kubelet by it: they keep it out of their logs, and let it in by any name.
    'User-Agent': 'kube-probe/1.36 readyz',
    Accept: '*/*',
    ...(account !== ':' && { Authorization: `Basic ${Buffer.from(account).toString('base64')}` }),
    ...(referer !== undefined && { Referer: referer }),
  }
}

function resolve(location: string, url: URL, status: number): URL {
  if (!URL.canParse(location, url.href)) {
    throw new CheckError(`answered with status ${status}, which leads to no URL`)
  }
  const next = new URL(location, url)
  if (['http:', 'https:'].includes(next.protocol)) return next
  throw new CheckError(`answered with status ${status}, which leads to no URL of HTTP`)
}

function refererFor(url: URL, next: URL): string | undefined {
  if (url.protocol === 'https:' && next.protocol === 'http:') return undefined
  const { origin, pathname, search } = url
  return `${origin}${pathname}${search}`
}
