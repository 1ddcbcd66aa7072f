import type { Field } from './yaml-field.ts'

/** Images of Node, and of well-known applications that are written in it. */
const nodeImage =
  /(^|\/)(node|nodejs[\w-]*|ghost|n8n|strapi|directus|outline|rocket\.chat|parse|parse-server|parse-dashboard|nodebb|node-red|uptime-kuma|verdaccio|medusa|actual-server|wiki)([:@]|$)/

/**
 * Returns whether a container runs Node, judged by its image, command and environment variables.
 */
export function isNodeContainer(container: Field): boolean {
  const image = container.textAt('image') ?? ''
  const words = ['command', 'args'].flatMap((name) => container.at(name)?.items() ?? [])
  const variables = container.at('env')?.items() ?? []
  return (
    nodeImage.test(image) ||
    words.some(({ scalar }) =>
      /^(\S*\/)?(node|npm|npx|pnpm|yarn|tsx)(\s|$)/.test(String(scalar)),
    ) ||
    variables.some((each) => /^NODE_(ENV|OPTIONS)$/.test(each.textAt('name') ?? ''))
  )
}
