import { showUrl } from '../../read/show.ts'
import { readUrl, type UrlForm } from '../../read/url.ts'
import { type Kind, secretsOf } from '../dependency.ts'

const form: UrlForm = {
  schemes: ['mysql:', 'mariadb:'],
  example: 'mysql://user:password@localhost:3306/database',
}

export const mysql: Kind = {
  option: '--mysql',
  value: '<url>',
  description: 'MySQL or MariaDB answers SELECT 1',
  read(option, text) {
    const url = readUrl(option, form, text)
    return {
      title: showUrl(text),
      secrets: secretsOf(url),
      async open() {
        const [{ createPool }, { mysql2Checker }] = await Promise.all([
          import('mysql2'),
          import('@readyz/mysql2'),
        ])
        return mysql2Checker(createPool(text), { mode: 'own' })
      },
    }
  },
}
