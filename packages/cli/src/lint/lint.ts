import type { LintOptions } from './application-containers.ts'
import type { Finding } from './finding.ts'
import { createLinter, type LintResult } from './linter.ts'
import { type InputFile, readFiles } from './read-files.ts'

/**
 * Reads and checks files and folders; `-` is standard input. A file that cannot be read is a
 * finding, and so are files without a pod. The findings are sorted by file and position.
 */
export async function lintFiles(
  names: readonly string[],
  options: LintOptions = {},
): Promise<LintResult> {
  const linter = createLinter(options)
  for await (const input of readFiles(names)) {
    if ('rule' in input) linter.addFinding(input)
    else linter.addFile(input)
  }
  return linter.finish()
}

/** Checks files that have been read, and returns the findings. */
export function lint(files: readonly InputFile[], options: LintOptions = {}): readonly Finding[] {
  const linter = createLinter(options)
  for (const file of files) linter.addFile(file)
  return linter.finish().findings
}
