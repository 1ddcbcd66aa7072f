import type { Finding, Problem } from './finding.ts'
import { isRuleId } from './rule-descriptions.ts'

/** A comment `# readyz-ignore rule, rule: reason` and the lines for which it applies. */
export interface IgnoreComment {
  readonly line: number
  readonly column: number
  readonly rules: readonly string[]
  readonly reason: string
  readonly firstLine: number
  readonly lastLine: number
}

const pattern = /(?:^|\s)# *readyz-ignore\b *([^:\n]*)(?:: *(.*))?$/

/**
 * Finds the comments of a file. A comment behind a field applies to its line. A comment on its own
 * line applies to the next field and everything in it, or to the whole document if it is the first
 * line of the document.
 */
export function readIgnoreComments(text: string): readonly IgnoreComment[] {
  if (!text.includes('readyz-ignore')) return []
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, index) => {
    const [match, rules = '', reason = ''] = pattern.exec(line) ?? []
    if (match === undefined) return []
    const [firstLine, lastLine] = rangeOf(lines, index)
    return {
      line: index + 1,
      column: line.indexOf('#', line.length - match.length) + 1,
      rules: rules.split(/[\s,]+/).filter(Boolean),
      reason: reason.trim(),
      firstLine: firstLine + 1,
      lastLine: lastLine + 1,
    }
  })
}

function rangeOf(lines: readonly string[], index: number): readonly [first: number, last: number] {
  if (!/^\s*#/.test(lines[index] ?? '')) return [index, index]
  const first = nextField(lines, index + 1)
  const isHead = lines.slice(startOfDocument(lines, index), index).every(isBlank)
  if (isHead) return [first, endOfDocument(lines, index)]
  let last = first
  for (let at = first + 1; at < lines.length; at += 1) {
    if (isBlank(lines[at])) continue
    if (!isInside(lines[first] ?? '', lines[at] ?? '')) break
    last = at
  }
  return [first, last]
}

// The items of a list may have the indentation of its key.
function isInside(field: string, line: string): boolean {
  const [outer, inner] = [indentOf(field), indentOf(line)]
  return inner > outer || (inner === outer && /^ *-/.test(line) && !/^ *-/.test(field))
}

function nextField(lines: readonly string[], start: number): number {
  const offset = lines.slice(start).findIndex((line) => !isBlank(line))
  return offset === -1 ? start : start + offset
}

function startOfDocument(lines: readonly string[], index: number): number {
  return lines.slice(0, index).findLastIndex((line) => line.startsWith('---')) + 1
}

function endOfDocument(lines: readonly string[], index: number): number {
  const offset = lines.slice(index + 1).findIndex((line) => line.startsWith('---'))
  return offset === -1 ? lines.length : index + offset
}

function isBlank(line: string | undefined): boolean {
  return /^\s*(?:#.*)?$/.test(line ?? '')
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}

/** Returns whether a comment applies to a finding of its file. */
export function ignores(comment: IgnoreComment, { line, rule }: Finding): boolean {
  return comment.firstLine <= line && line <= comment.lastLine && comment.rules.includes(rule)
}

/** Finds what is wrong with a comment. `isUsed` tells whether it applies to a finding. */
export function checkComment(
  { rules, reason }: IgnoreComment,
  isUsed: boolean,
): Problem | undefined {
  const unknown = rules.find((rule) => !isRuleId(rule))
  if (rules.length === 0 || unknown !== undefined) {
    const message =
      unknown === undefined ? 'the comment names no rule' : `there is no rule ${unknown}`
    return {
      rule: 'ignore-comment',
      message,
      instead: '# readyz-ignore no-startup-probe: starts in 2 s',
    }
  }
  if (reason === '') {
    const instead = `# readyz-ignore ${rules.join(', ')}: the reason`
    return { rule: 'ignore-comment', message: 'the comment gives no reason', instead }
  }
  if (isUsed) return undefined
  const message = `no finding of ${rules.join(', ')} is here`
  return { rule: 'ignore-comment', message, instead: 'Remove the comment.' }
}
