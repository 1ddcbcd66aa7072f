import { generate, type Kind, kinds } from './generate.ts'

const usage = `pnpm new driver <client>       a checker over a client, such as pnpm new driver ioredis
pnpm new adapter <framework>   the probes in a framework, such as pnpm new adapter polka`

/**
 * Makes what the arguments ask for below the root of the workspace, and returns what there is to say.
 *
 * @throws TypeError for arguments that make no sense; nothing is written then
 */
export function run(root: string, args: readonly string[]): string {
  const [kind, name, ...others] = args
  if (!isKind(kind) || name === undefined || others.length > 0) {
    throw new TypeError(
      `expected a kind and a name, got ${JSON.stringify(args.join(' '))}\n\n${usage}`,
    )
  }
  const folder = generate(root, kind, name)
  return `${folder} is there, and builds. What comes next:

1. see which tests fail, and what they ask for:
     pnpm install && pnpm exec vitest ${folder}
2. fill it in, and say in its README.md and in the table of the one at the top what it is for
3. open a pull request as soon as this is content:
     pnpm verify ${folder}
`
}

function isKind(kind: string | undefined): kind is Kind {
  return kinds.some((each) => each === kind)
}
