/** The names of a package on npm and in this repository. */
export interface PackageNames {
  /** The name on npm, such as `@redis/client`. */
  readonly npm: string
  /** The name of the folder and after `@readyz/`, such as `redis-client`. */
  readonly folder: string
  /** The prefix of `Checker` or `Probes`, such as `redisClient`. */
  readonly camel: string
  /** The prefix of type names, such as `RedisClient`. */
  readonly pascal: string
}

// The names that npm accepts for new packages.
const packageName = /^(@[a-z\d][\w.~-]*\/)?[a-z\d][\w.~-]*$/
const maxLength = 214

/**
 * Derives the names of a new package from the name of a client or framework on npm.
 *
 * @throws TypeError if this is not the name of a package, or not a valid beginning of an export
 * name
 */
export function packageNamesOf(npm: string): PackageNames {
  if (!packageName.test(npm) || npm !== npm.toLowerCase() || npm.length > maxLength) {
    throw new TypeError(
      `the name must be the name of an npm package, such as ioredis or @redis/client, got ${JSON.stringify(npm)}`,
    )
  }
  const [first = '', ...others] = npm.split(/[^a-z\d]+/).filter(Boolean)
  if (/^\d/.test(first)) {
    throw new TypeError(
      `the name must start with a letter, because exports are named after it, got ${JSON.stringify(npm)}`,
    )
  }
  const camel = first + others.map(capitalize).join('')
  return { npm, folder: [first, ...others].join('-'), camel, pascal: capitalize(camel) }
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
