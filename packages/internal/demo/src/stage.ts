import { type Application, startApplication } from './application.ts'
import { type Database, startDatabase } from './database.ts'

/** The application with its database. */
export interface Stage {
  readonly url: string
  /** Absent when the database is not ours. */
  readonly database: Database | undefined
  /** Ends both. */
  close(): Promise<void>
}

export interface StageOptions {
  readonly port: number
  readonly databaseUrl: string | undefined
  readonly onLog: (line: string) => void
  readonly onDeath: (error: Error) => void
}

export async function openStage({ databaseUrl, ...options }: StageOptions): Promise<Stage> {
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
