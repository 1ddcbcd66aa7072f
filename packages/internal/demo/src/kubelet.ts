import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Report } from '@readyz/core'
import { timeoutSeconds } from '@readyz/example-express-pg'

/** The response to one request, or the reason for a missing response. */
export interface ProbeResult {
  /** 0 if there was no response. The body then contains the reason. */
  readonly status: number
  readonly body: string
  readonly milliseconds: number
  /** The reason in the report of a failed readiness probe. */
  readonly reason?: string | undefined
}

/** Milliseconds between two probes of the same kind. */
export const period = 1000

/** Sends the probes of a kubelet, and the request of a visitor for the page. */
export interface Kubelet {
  liveness(): Promise<ProbeResult>
  /** After a failure, also requests the reason. Both responses come from the same run. */
  readiness(): Promise<ProbeResult>
  /**
   * Requests the page as the same visitor each time, by its cookie. A kubelet does not request it.
   */
  page(): Promise<ProbeResult>
}

const headers = { 'User-Agent': 'kube-probe/1.36', Accept: '*/*', Connection: 'close' }

/** The signal aborts requests in flight. */
export function createKubelet(site: string, signal: AbortSignal): Kubelet {
  let cookie: string | undefined
  return {
    liveness: () => sendRequest(`${site}/healthz`, signal),
    async page() {
      const result = await sendRequest(`${site}/`, signal, cookie)
      cookie = result.cookie ?? cookie
      return result
    },
    async readiness() {
      const result = await sendRequest(`${site}/readiness`, signal)
      if (result.status === 200 || result.status === 0) return result
      const { body } = await sendRequest(`${site}/readiness?format=json`, signal)
      return { ...result, reason: readReason(body) }
    },
  }
}

/**
 * Sends one request over a new connection, and aborts it after `timeoutSeconds` of the manifest.
 */
async function sendRequest(
  url: string,
  signal: AbortSignal,
  cookie?: string,
): Promise<ProbeResult & { readonly cookie?: string | undefined }> {
  const started = performance.now()
  const elapsed = () => Math.round(performance.now() - started)
  const sent = cookie === undefined ? headers : { ...headers, Cookie: cookie }
  const request = get(url, { agent: false, headers: sent, signal })
  // `text` also rejects with the error of a truncated response.
  request.on('error', () => {})
  const abort = () => request.destroy(new Error(`timeout after ${timeoutSeconds} s`))
  const timer = setTimeout(abort, timeoutSeconds * 1000)
  try {
    const [response]: IncomingMessage[] = await once(request, 'response')
    const body = response ? await text(response) : ''
    const [setCookie] = response?.headers['set-cookie'] ?? []
    const status = response?.statusCode ?? 0
    return { status, body, milliseconds: elapsed(), cookie: setCookie?.split(';', 1).join() }
  } catch (error) {
    const body = error instanceof Error ? error.message : String(error)
    return { status: 0, body, milliseconds: elapsed() }
  } finally {
    clearTimeout(timer)
  }
}

function readReason(json: string): string | undefined {
  try {
    const { checks } = JSON.parse(json) as Report
    return checks.find(({ status }) => status === 'fail')?.reason
  } catch {
    return undefined
  }
}

/** Returns the result as one line. */
export function describe({ status, body, milliseconds, reason }: ProbeResult): string {
  const response = status === 0 ? `no response (${body})` : `${status} ${body.trim()}`
  return `${response}${reason === undefined ? '' : ` (${reason})`} ${milliseconds} ms`
}
