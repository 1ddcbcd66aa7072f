import type { Kind } from '../dependency.ts'
import { urlKind } from '../url-kind.ts'

export const mysql: Kind = urlKind({
  option: '--mysql',
  description: 'MySQL or MariaDB answers SELECT 1',
  form: {
    schemes: ['mysql:', 'mariadb:'],
    example: 'mysql://user:password@localhost:3306/database',
  },
  prepare: (_, text) => async () => {
    const [{ createPool }, { mysql2Checker }] = await Promise.all([
      import('mysql2'),
      import('@readyz/mysql2'),
    ])
    return mysql2Checker(createPool(text), { mode: 'own' })
  },
})
