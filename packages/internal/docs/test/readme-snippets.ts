import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A program in a README, and the terminal session in the `console` block after it, if there is one.
 */
export interface Snippet {
  readonly name: string
  readonly code: string
  readonly session: readonly Step[]
}

/** A command (`$ …`) or a comment (`# …`), and the output after it. */
export interface Step {
  readonly input: string
  readonly output: string
}

export const root: string = fileURLToPath(new URL('../../../../', import.meta.url))

/** The paths of all READMEs, relative to the root. */
export const readmes: readonly string[] = ['.', 'packages', 'examples']
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map(
      (file) => path.join(folder, file),
    ),
  )
  .filter((file) => path.basename(file) === 'README.md' && !file.includes('node_modules'))

const block = /^```(ts|console)\n(.*?)^```$/gms

/** Returns the programs in a README. */
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

/** Returns the text of all `// =>` comments, which is the expected output of the program. */
export function expectedOutput(code: string): string {
  return Array.from(code.matchAll(/\/\/ => (.*)$/gm), ([, line]) => line).join('\n')
}
