import type { FieldProblem, Finding, Problem } from './finding.ts'
import { rules } from './rule-descriptions.ts'

type Location = Pick<Finding, 'file' | 'line' | 'column' | 'object' | 'field'>

/** Returns a finding about a file, or about a position in it that belongs to no object. */
export function fileFinding(file: string, problem: Problem, line = 1, column = 1): Finding {
  return findingAt({ file, line, column, object: '', field: '' }, problem)
}

/** Returns a finding about a field of an object. */
export function fieldFinding(file: string, object: string, problem: FieldProblem): Finding {
  const { line, column, path } = problem.field
  return findingAt({ file, line, column, object, field: path }, problem)
}

function findingAt(location: Location, problem: Problem): Finding {
  const { rule, severity = rules[rule].severity, message, instead } = problem
  return { ...location, rule, severity, message, why: rules[rule].why, instead }
}
