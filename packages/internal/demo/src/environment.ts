import { type Application, startApplication } from './application.ts'
import { type Database, startDatabase } from './database.ts'

/** The running application and its database. */
export interface DemoEnvironment {
  readonly url: string
  /** Absent if the demo did not start the database. */
  readonly database: Database | undefined
  /** Stops both. */
  close(): Promise<void>
}

export interface EnvironmentOptions {
  readonly port: number
  readonly databaseUrl: string | undefined
  readonly onLog: (line: string) => void
  readonly onUnexpectedExit: (error: Error) => void
}

export async function openEnvironment({
  databaseUrl,
  ...options
}: EnvironmentOptions): Promise<DemoEnvironment> {
  const database = databaseUrl === undefined ? await startDatabase() : undefined
  let application: Application | undefined
  const close = async () => {
    await Promise.all([application?.close(), database?.close()])
  }
  try {
    application = await startApplication({
      ...options,
      databaseUrl: databaseUrl ?? database?.url ?? '',
    })
    return { url: application.url, database, close }
  } catch (error) {
    await close()
    throw error
  }
}
