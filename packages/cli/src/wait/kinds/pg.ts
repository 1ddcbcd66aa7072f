import { showUrl } from '../../read/show.ts'
import { readUrl, type UrlForm } from '../../read/url.ts'
import { type Kind, secretsOf } from '../dependency.ts'

const form: UrlForm = {
  schemes: ['postgres:', 'postgresql:'],
  example: 'postgres://user:password@localhost:5432/database',
}

export const pg: Kind = {
  option: '--pg',
  value: '<url>',
  description: 'PostgreSQL answers SELECT 1; a password may come from PGPASSWORD',
  read(option, text) {
    const url = readUrl(option, form, text)
    return {
      title: showUrl(text),
      secrets: secretsOf(url),
      async open() {
        const [{ Pool }, { pgChecker }] = await Promise.all([import('pg'), import('@readyz/pg')])
        const pool = new Pool({ connectionString: text })
        pool.on('error', () => {})
        return pgChecker(pool, { mode: 'own' })
      },
    }
  },
}
