import { connect } from 'node:net'
import { isMainThread } from 'node:worker_threads'

// Blocks the event loop of every worker thread after the server of the test accepts a connection.
if (!isMainThread) {
  connect(Number(process.env['BLOCKED_PORT']), '127.0.0.1', () => {
    for (;;);
  })
}
