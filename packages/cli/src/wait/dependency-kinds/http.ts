import { parseHttpUrl } from '../../parse/url.ts'
import { redactUrl } from '../../redact/arguments.ts'
import { secretsInUrl } from '../../redact/known-secrets.ts'
import { createRedactor } from '../../redact/redactor.ts'
import type { DependencyKind } from '../dependency.ts'

export const http: DependencyKind = {
  option: '--http',
  value: '<url>',
  description: 'the URL is healthy for `readyz probe`',
  read(option, text) {
    const target = parseHttpUrl(option, text)
    return {
      title: redactUrl(text),
      redact: createRedactor(secretsInUrl(text)),
      isSecure: target.url.protocol === 'https:',
      async open(authorities) {
        const { httpChecker } = await import('../../probe/http-checker.ts')
        return httpChecker({ ...target, ca: authorities?.pem })
      },
    }
  },
}
