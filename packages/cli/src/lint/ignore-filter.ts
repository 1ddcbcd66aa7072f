import { fileFinding } from './create-finding.ts'
import type { Finding } from './finding.ts'
import { checkComment, type IgnoreComment, ignores, readIgnoreComments } from './ignore-comments.ts'

/** Removes the findings that a comment in their file ignores. */
export interface IgnoreFilter {
  addFile(file: string, text: string): void
  /** Returns the other findings, and those about the comments themselves. */
  apply(findings: readonly Finding[]): readonly Finding[]
}

export function createIgnoreFilter(): IgnoreFilter {
  const byFile = new Map<string, readonly IgnoreComment[]>()
  return {
    addFile(file, text) {
      const comments = readIgnoreComments(text)
      if (comments.length > 0) byFile.set(file, comments)
    },
    apply(findings) {
      const used = new Set<IgnoreComment>()
      const kept = findings.filter((finding) => {
        const comment = byFile.get(finding.file)?.find((each) => ignores(each, finding))
        if (comment !== undefined) used.add(comment)
        return comment === undefined
      })
      const problems = Array.from(byFile).flatMap(([file, comments]) =>
        comments.flatMap((comment) => {
          const problem = checkComment(comment, used.has(comment))
          return problem === undefined
            ? []
            : fileFinding(file, problem, comment.line, comment.column)
        }),
      )
      return [...kept, ...problems]
    },
  }
}
