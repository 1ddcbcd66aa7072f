import { CheckError } from '@readyz/core'

/**
 * Takes the shapes in which clients return rows: `{ rows }`, `{ recordset }`, an array of rows, and
 * `[rows, metadata]`; and a row as an object or an array.
 *
 * @throws CheckError `invalid response` unless there is exactly one row, which contains 1 and nothing else
 */
export function expectOneRow(result: unknown): void {
  const rows = rowsOf(result)
  if (rows === undefined) throw invalidResponse('got no list of rows')
  if (rows.length !== 1) throw invalidResponse(`got ${rows.length} rows`)
  const columns = columnsOf(rows[0])
  if (columns.length === 0 || !columns.every(isOne))
    throw invalidResponse('got a row that is not 1')
}

/** What a server did not answer as it should, for the log. */
export function invalidResponse(detail: string): CheckError {
  return new CheckError('invalid response', { code: 'invalid', cause: new Error(detail) })
}

function rowsOf(result: unknown): readonly unknown[] | undefined {
  const { rows = result, recordset = rows } = Object(result)
  if (!Array.isArray(recordset)) return undefined
  const [first] = recordset
  // The first of `[rows, metadata]` holds rows; a row that is an array holds values.
  return Array.isArray(first) && first.every(isObject) ? first : recordset
}

function columnsOf(row: unknown): readonly unknown[] {
  return isObject(row) ? Object.values(row) : []
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

// Clients give a number, a bigint, a string, a Buffer, or an object of the application's own
// parser.
function isOne(value: unknown): boolean {
  try {
    return String(value) === '1'
  } catch {
    return false
  }
}
