import { CheckError, type Checker } from '@readyz/core'
import type { Answer } from './answer.ts'
import { redirectOf, refererOf } from './redirect.ts'
import { type Destination, type Headers, request } from './request.ts'

// The limits of the kubelet and of its HTTP client.
const maxRedirects = 9
const maxBody = 10_240
const maxRedirectBody = 2048

/**
 * A checker that sends one GET, as the kubelet does. Unlike the kubelet it fails for a redirect to another host and for a
 * truncated body. The time limit of the check includes everything.
 */
export function httpChecker(destination: Destination): Checker {
  return {
    name: 'http',
    async check({ signal }) {
      const status = await follow(destination, signal)
      if (status < 200 || status > 399) throw new CheckError(`answered with status ${status}`)
    },
  }
}

/** Gives the status of the last response, once its body has been read. */
async function follow(destination: Destination, signal: AbortSignal): Promise<number> {
  const { hostname } = destination.url
  let current = destination
  let referer: string | undefined
  for (let followed = 0; ; followed += 1) {
    const { url } = current
    const use = async (answer: Answer) => {
      const next = redirectOf(answer, url, hostname)
      if (next === undefined) await answer.readBody(maxBody)
      else await skipRedirectBody(answer)
      return next ?? answer.status
    }
    const outcome = await request(current, headersFor(url, referer), signal, use)
    if (typeof outcome === 'number') return outcome
    if (followed === maxRedirects) {
      throw new CheckError(`answered with more than ${maxRedirects} redirects`)
    }
    referer = refererOf(url, outcome)
    current = { ...destination, url: outcome, target: `${outcome.pathname}${outcome.search}` }
  }
}

// The kubelet reads a little of it, in vain mostly, and does not care how it ends.
async function skipRedirectBody({ length, readBody }: Answer): Promise<void> {
  if (length === undefined || length <= maxRedirectBody) await readBody(maxRedirectBody).catch(noop)
}

const noop = () => {}

function headersFor({ username, password }: URL, referer: string | undefined): Headers {
  const account = [username, password].map(decodeURIComponent).join(':')
  return {
    // Applications recognize the kubelet by it: they keep it out of their logs and skip their host check.
    'User-Agent': 'kube-probe/1.36 readyz',
    Accept: '*/*',
    ...(account !== ':' && { Authorization: `Basic ${Buffer.from(account).toString('base64')}` }),
    ...(referer !== undefined && { Referer: referer }),
  }
}
