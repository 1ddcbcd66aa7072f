import { generatePackage, type Kind, kinds } from './generate-package.ts'

const usage = `pnpm new driver <client>       a checker for a client, such as pnpm new driver ioredis
pnpm new adapter <framework>   probes for a framework, such as pnpm new adapter polka`

/**
 * Writes the package that the arguments describe, and returns the output of the command.
 *
 * @throws TypeError if an argument is invalid, and writes nothing
 */
export function run(root: string, args: readonly string[]): string {
  const [kind, name, ...others] = args
  if (!isKind(kind) || name === undefined || others.length > 0) {
    throw new TypeError(
      `the arguments must be a kind and a name, got ${JSON.stringify(args.join(' '))}\n\n${usage}`,
    )
  }
  const folder = generatePackage(root, kind, name)
  return `Wrote ${folder}. It builds. Next steps:

1. Run its tests. One fails and names the part to write:
     pnpm install && pnpm exec vitest ${folder}
2. Write the parts and README.md, and add a row to the table in the root README.md.
3. Open a pull request when this command passes:
     pnpm verify ${folder}
`
}

function isKind(kind: string | undefined): kind is Kind {
  return kinds.some((each) => each === kind)
}
