import type { Field } from './field.ts'
import type { Finding, Remark } from './finding.ts'
import { rules } from './rules.ts'

/** Where a finding stands. */
export type Place = Pick<Finding, 'file' | 'line' | 'column' | 'object' | 'field'>

/** A whole file, or a place in it that belongs to no object. */
export function placeIn(file: string, line = 1, column = 1): Place {
  return { file, line, column, object: '', field: '' }
}

export function placeOf(file: string, object: string, field: Field): Place {
  return { file, line: field.line, column: field.column, object, field: field.path }
}

export function findingAt(place: Place, remark: Remark): Finding {
  const { rule, severity = rules[rule].severity, message, instead } = remark
  return { ...place, rule, severity, message, why: rules[rule].why, instead }
}
