import { commandsOf, programOf } from './shell/commands.ts'
import type { Field } from './yaml-field.ts'

/** The official image of Node.js and its copies. Others of that name, as `calico/node`, are not. */
const nodeImage = /^(?:(?:docker\/)?library\/|bitnami\/|cimg\/|circleci\/)?node$/

/** Well-known applications that are written in Node.js, and images with `nodejs` in their name. */
const applicationImage =
  /(?:^|\/)(?:nodejs[\w-]*|ghost|n8n|strapi|directus|outline|rocket\.chat|parse|parse-server|parse-dashboard|nodebb|node-red|uptime-kuma|verdaccio|medusa|actual-server)$|^requarks\/wiki$/

/**
 * Returns whether a container runs Node, judged by its image, command and environment variables.
 */
export function isNodeContainer(container: Field): boolean {
  const image = repositoryOf(container.textAt('image') ?? '')
  const variables = container.at('env')?.items() ?? []
  return (
    nodeImage.test(image) ||
    applicationImage.test(image) ||
    programsOf(container).some((program) => nodePrograms.has(program)) ||
    variables.some((each) => /^NODE_(ENV|OPTIONS)$/.test(each.textAt('name') ?? ''))
  )
}

/** Returns the name of an image without its registry, tag and digest. */
function repositoryOf(image: string): string {
  const [name = ''] = image.split('@', 1)
  const segments = name.replace(/:[^:/]*$/, '').split('/')
  const isRegistry = segments.length > 1 && /[.:]|^localhost$/.test(segments[0] ?? '')
  return segments.slice(isRegistry ? 1 : 0).join('/')
}

const nodePrograms: ReadonlySet<string> = new Set(['node', 'npm', 'npx', 'pnpm', 'yarn', 'tsx'])

// `args` alone are arguments of a program in the image, which may have a subcommand `node`.
function programsOf(container: Field): readonly string[] {
  const command = container.at('command')
  if (command === undefined) return []
  const argv = [command, container.at('args')].flatMap((field) => field?.items() ?? [])
  return commandsOf(argv.map(({ scalar }) => String(scalar))).map(({ words }) => programOf(words))
}
