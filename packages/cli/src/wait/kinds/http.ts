import { readHttpUrl } from '../../read/url.ts'
import { knownFromUrl } from '../../redact/known.ts'
import { redactor } from '../../redact/secrets.ts'
import { showUrl } from '../../redact/show.ts'
import type { Kind } from '../dependency.ts'

export const http: Kind = {
  option: '--http',
  value: '<url>',
  description: 'the URL is healthy for `readyz probe`',
  read(option, text) {
    const target = readHttpUrl(option, text)
    return {
      title: showUrl(text),
      redact: redactor(knownFromUrl(text)),
      isSecure: target.url.protocol === 'https:',
      async open(authorities) {
        const { httpChecker } = await import('../../probe/http.ts')
        return httpChecker({ ...target, ca: authorities?.pem })
      },
    }
  },
}
