import { CheckError } from '@readyz/core'

/**
 * Takes the shapes in which clients return rows: `{ rows }`, an array of rows, and `[rows, metadata]`.
 *
 * @throws CheckError `invalid response` unless there is exactly one row
 */
export function expectOneRow(result: unknown): void {
  const rows = rowsOf(result)
  if (rows?.length === 1) return
  const found = rows === undefined ? 'no list of rows' : `${rows.length} rows`
  throw new CheckError('invalid response', { code: 'invalid', cause: new Error(`got ${found}`) })
}

function rowsOf(result: unknown): readonly unknown[] | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const rows = Array.isArray(result) ? result : (result as { rows?: unknown }).rows
  if (!Array.isArray(rows)) return undefined
  return Array.isArray(rows[0]) ? rows[0] : rows
}
