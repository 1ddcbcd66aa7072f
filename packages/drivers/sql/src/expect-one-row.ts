import { CheckError } from '@readyz/core'

/**
 * Throws unless a result is exactly one row that contains 1. The result may be `{ rows }`,
 * `{ recordset }`, an array of rows or `[rows, metadata]`. A row may be an object or an array.
 *
 * @throws CheckError `invalid response` unless there is exactly one row, which contains 1 and
 *   nothing else
 */
export function expectOneRow(result: unknown): void {
  const rows = rowsOf(result)
  if (rows === undefined) throw invalidResponse('expected a list of rows, got another value')
  if (rows.length !== 1) throw invalidResponse(`expected one row, got ${rows.length}`)
  const columns = columnsOf(rows[0])
  if (columns.length === 0 || !columns.every(isOne))
    throw invalidResponse('expected a row that contains 1, got another row')
}

/** Returns the error for an unexpected response of a server. `detail` is for the log. */
export function invalidResponse(detail: string): CheckError {
  return new CheckError('invalid response', { code: 'invalid', cause: new Error(detail) })
}

function rowsOf(result: unknown): readonly unknown[] | undefined {
  const { rows = result, recordset = rows } = Object(result)
  if (!Array.isArray(recordset)) return undefined
  const [first] = recordset
  // The first item of `[rows, metadata]` contains rows. A row that is an array contains values.
  return Array.isArray(first) && first.every(isObject) ? first : recordset
}

function columnsOf(row: unknown): readonly unknown[] {
  return isObject(row) ? Object.values(row) : []
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

// Clients return a number, a bigint, a string, a Buffer, or an object of the application's parser.
function isOne(value: unknown): boolean {
  try {
    return String(value) === '1'
  } catch {
    return false
  }
}
