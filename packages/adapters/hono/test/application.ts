import type { Hono } from 'hono'

/** Adds the routes of the conformance rules, and an error handler that does not log. */
export function addRoutes(app: Hono): void {
  app.get('/hello', (c) => c.text('hello'))
  app.post('/echo', async (c) => c.text(await c.req.text()))
  app.get('/stream', () => new Response(stream()))
  app.get('/throw', () => {
    throw new Error('the application is broken')
  })
  app.onError((_, c) => c.text('broken', 500))
}

function stream(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(encoder.encode('one'))
      await new Promise((resolve) => setTimeout(resolve, 5))
      controller.enqueue(encoder.encode('two'))
      controller.close()
    },
  })
}
