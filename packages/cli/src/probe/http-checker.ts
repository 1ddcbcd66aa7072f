import { CheckError, type Checker } from '@readyz/core'
import type { HttpResponse, RequestHeaders } from './http-message.ts'
import { redirectOf, refererOf } from './redirect.ts'
import { type Destination, request } from './request.ts'

// The limits of the kubelet and of its HTTP client.
const maxRedirects = 9
const maxBody = 10_240
const maxRedirectBody = 2048

/**
 * Returns a checker that sends one GET request, as the kubelet does. Unlike for the kubelet, a
 * redirect to another host and a truncated body fail. The time limit of the check includes
 * redirects and bodies.
 */
export function httpChecker(destination: Destination): Checker {
  return {
    name: 'http',
    async check({ signal }) {
      const status = await requestWithRedirects(destination, signal)
      if (status < 200 || status > 399) throw new CheckError(`answered with status ${status}`)
    },
  }
}

/** Follows redirects. Returns the status of the last response after its body has been read. */
async function requestWithRedirects(
  destination: Destination,
  signal: AbortSignal,
): Promise<number> {
  const { hostname } = destination.url
  let current = destination
  let referer: string | undefined
  for (let followed = 0; ; followed += 1) {
    const { url } = current
    const use = async (response: HttpResponse) => {
      const next = redirectOf(response, url, hostname)
      if (next === undefined) await response.readBody(maxBody)
      else await skipRedirectBody(response)
      return next ?? response.status
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

// The kubelet reads at most 2 KiB of it and ignores a truncated one.
async function skipRedirectBody({ length, readBody }: HttpResponse): Promise<void> {
  if (length === undefined || length <= maxRedirectBody) await readBody(maxRedirectBody).catch(noop)
}

const noop = () => {}

function headersFor({ username, password }: URL, referer: string | undefined): RequestHeaders {
  const account = [username, password].map(decodeURIComponent).join(':')
  return {
    // Applications recognize the kubelet by this prefix, and exclude it from their logs and host
    // checks.
    'User-Agent': 'kube-probe/1.36 readyz',
    Accept: '*/*',
    ...(account !== ':' && { Authorization: `Basic ${Buffer.from(account).toString('base64')}` }),
    ...(referer !== undefined && { Referer: referer }),
  }
}
