import { connect } from 'node:net'
import { isMainThread } from 'node:worker_threads'

// Blocks the event loop of each worker thread as soon as the server of the test has accepted its
// connection.
if (!isMainThread) {
  connect(Number(process.env['BLOCKED_PORT']), '127.0.0.1', () => {
    for (;;);
  })
}
