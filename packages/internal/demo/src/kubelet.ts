import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Report } from '@readyz/core'
import { timeoutSeconds } from '@readyz/example-express-pg'

export interface Answer {
  /** 0 when there was none; the body then says why. */
  readonly status: number
  readonly body: string
  readonly milliseconds: number
  /** Why readiness failed, in the word of its report. */
  readonly reason?: string | undefined
}

/** Milliseconds between two probes of a kind. */
export const period = 1000

/** Asks as a kubelet does. */
export interface Kubelet {
  liveness(): Promise<Answer>
  /** Asks for the reason too where there is one; both answers come from the same run. */
  readiness(): Promise<Answer>
  /** No kubelet asks for it, but visitors do: the same one each time, by its cookie. */
  page(): Promise<Answer>
}

const headers = { 'User-Agent': 'kube-probe/1.36', Accept: '*/*', Connection: 'close' }

/** Probes the site; the signal ends what is under way. */
export function createKubelet(site: string, signal: AbortSignal): Kubelet {
  let cookie: string | undefined
  return {
    liveness: () => ask(`${site}/healthz`, signal),
    async page() {
      const answer = await ask(`${site}/`, signal, cookie)
      cookie = answer.cookie ?? cookie
      return answer
    },
    async readiness() {
      const answer = await ask(`${site}/readiness`, signal)
      if (answer.status === 200 || answer.status === 0) return answer
      const { body } = await ask(`${site}/readiness?format=json`, signal)
      return { ...answer, reason: readReason(body) }
    },
  }
}

/** One request on a connection of its own, which is given up after the manifest's time. */
async function ask(
  url: string,
  signal: AbortSignal,
  cookie?: string,
): Promise<Answer & { readonly cookie?: string | undefined }> {
  const started = performance.now()
  const elapsed = () => Math.round(performance.now() - started)
  const sent = cookie === undefined ? headers : { ...headers, Cookie: cookie }
  const request = get(url, { agent: false, headers: sent, signal })
  // An answer that breaks off is told to its reader.
  request.on('error', () => {})
  const giveUp = () => request.destroy(new Error(`none within ${timeoutSeconds} s`))
  const timer = setTimeout(giveUp, timeoutSeconds * 1000)
  try {
    const [response]: IncomingMessage[] = await once(request, 'response')
    const body = response ? await text(response) : ''
    const [set] = response?.headers['set-cookie'] ?? []
    const status = response?.statusCode ?? 0
    return { status, body, milliseconds: elapsed(), cookie: set?.split(';', 1).join() }
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

/** An answer on one line. */
export function describe({ status, body, milliseconds, reason }: Answer): string {
  const said = status === 0 ? `no answer (${body})` : `${status} ${body.trim()}`
  return `${said}${reason === undefined ? '' : ` (${reason})`} ${milliseconds} ms`
}
