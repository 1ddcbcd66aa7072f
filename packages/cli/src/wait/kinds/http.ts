import { showUrl } from '../../read/show.ts'
import { readHttpUrl } from '../../read/url.ts'
import { type Kind, secretsOf } from '../dependency.ts'

export const http: Kind = {
  option: '--http',
  value: '<url>',
  description: 'the URL is healthy for `readyz probe`',
  read(option, text) {
    const target = readHttpUrl(option, text)
    return {
      title: showUrl(text),
      secrets: secretsOf(target.url),
      async open() {
        const { httpChecker } = await import('../../probe/http.ts')
        return httpChecker(target)
      },
    }
  },
}
