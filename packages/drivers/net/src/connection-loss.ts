/** What a client that emits 'error' has of an emitter. */
export interface ErrorEmitter {
  on(event: 'error', listener: (error: Error) => void): unknown
  listenerCount(event: 'error'): number
}

/**
 * A client of the application that loses its connection while nobody listens for 'error' ends the
 * process. The listener added here prevents that; the warning says so, once, and not before the
 * application had the time to add its own: it comes with the first call of what is returned. `name`
 * is that of the client's package.
 */
export function handleConnectionLoss(client: ErrorEmitter, name: string): () => void {
  if (client.listenerCount('error') > 0) return noop
  client.on('error', noop)
  let due = true
  return () => {
    if (due && client.listenerCount('error') === 1) {
      process.emitWarning(
        `${name} has no 'error' listener but that of readyz: without it the loss of an idle connection ends the process`,
        { code: `READYZ_${name.toUpperCase()}_NO_ERROR_LISTENER` },
      )
    }
    due = false
  }
}

const noop = () => {}
