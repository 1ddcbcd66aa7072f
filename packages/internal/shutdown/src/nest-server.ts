import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { Work } from './request-listener.ts'

class AppModule {
  readonly name = 'app'
}

/**
 * Creates the server of a NestJS application with `enableShutdownHooks()`, which closes the server
 * on a signal.
 */
export async function createNestServer(work: Work): Promise<Server> {
  Module({})(AppModule)
  const app = await NestFactory.create(AppModule, { logger: false })
  app.use((req: IncomingMessage, res: ServerResponse) => {
    void work(req.url ?? '').then((id) => res.end(id))
  })
  app.enableShutdownHooks()
  await app.init()
  return app.getHttpServer()
}
