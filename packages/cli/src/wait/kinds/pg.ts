import type { Kind } from '../dependency.ts'
import { urlKind } from '../url-kind.ts'

export const pg: Kind = urlKind({
  option: '--pg',
  description: 'PostgreSQL answers SELECT 1; a password may come from PGPASSWORD',
  form: {
    schemes: ['postgres:', 'postgresql:'],
    example: 'postgres://user:password@localhost:5432/database',
  },
  prepare: (_, text) => async () => {
    const [{ Pool }, { pgChecker }] = await Promise.all([import('pg'), import('@readyz/pg')])
    const pool = new Pool({ connectionString: text })
    pool.on('error', () => {})
    return pgChecker(pool, { mode: 'own' })
  },
})
