/** What a package is called, here and there. */
export interface Names {
  /** In the registry of npm, such as `@redis/client`. */
  readonly npm: string
  /** Here, behind `@readyz/` and as a folder, such as `redis-client`. */
  readonly folder: string
  /** In front of `Checker` or `Probes`, such as `redisClient`. */
  readonly camel: string
  /** In front of the names of types, such as `RedisClient`. */
  readonly pascal: string
}

// As npm has them today: packages with other names are old.
const packageName = /^(@[a-z\d][\w.~-]*\/)?[a-z\d][\w.~-]*$/
const maxLength = 214

/** @throws TypeError for what is no name of a package, or makes none of an export */
export function namesOf(npm: string): Names {
  if (!packageName.test(npm) || npm !== npm.toLowerCase() || npm.length > maxLength) {
    throw new TypeError(
      `expected the name of an npm package, such as ioredis or @redis/client, got ${JSON.stringify(npm)}`,
    )
  }
  const [first = '', ...others] = npm.split(/[^a-z\d]+/).filter(Boolean)
  if (/^\d/.test(first)) {
    throw new TypeError(
      `expected a name that starts with a letter, as that of an export has to, got ${JSON.stringify(npm)}`,
    )
  }
  const camel = first + others.map(capitalize).join('')
  return { npm, folder: [first, ...others].join('-'), camel, pascal: capitalize(camel) }
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
