import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** A program in a README, and the session at a terminal that follows it, if one does. */
export interface Snippet {
  readonly name: string
  readonly code: string
  readonly session: readonly Step[]
}

/** A line that is typed, or a remark, and what the terminal then shows. */
export interface Step {
  readonly input: string
  readonly output: string
}

export const root: string = fileURLToPath(new URL('../../../../', import.meta.url))

/** All READMEs of the repository, relative to its top. */
export const readmes: readonly string[] = ['.', 'packages', 'examples']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map(
      (file) => path.join(folder, file),
    ),
  )
  .filter((file) => path.basename(file) === 'README.md' && !file.includes('node_modules'))

const block = /^```(ts|console)\n(.*?)^```$/gms

export function snippetsOf(readme: string): readonly Snippet[] {
  const text = readFileSync(path.join(root, readme), 'utf8')
  const blocks = Array.from(text.matchAll(block), ([, language, body = '']) => ({ language, body }))
  return blocks.flatMap(({ language, body }, index) => {
    if (language !== 'ts') return []
    const next = blocks[index + 1]
    const session = next?.language === 'console' ? stepsOf(next.body) : []
    return [{ name: `${readme} ${index}`, code: body, session }]
  })
}

function stepsOf(session: string): readonly Step[] {
  return session.split(/^(?=[$#] )/m).map((step) => {
    const [input = '', ...output] = step.trimEnd().split('\n')
    return { input, output: output.join('\n') }
  })
}

/** What a program says it prints, in comments behind the lines that print it. */
export function promises(code: string): string {
  return Array.from(code.matchAll(/\/\/ => (.*)$/gm), ([, line]) => line).join('\n')
}
