/** The parts of an emitter that the listener needs. */
export interface ErrorEmitter {
  on(event: 'error', listener: (error: Error) => void): unknown
  listenerCount(event: 'error'): number
}

/**
 * Adds an 'error' listener to a client that has none. A client without one ends the process when it
 * loses its connection. Returns a function whose first call emits one warning, unless the
 * application has added a listener by then. `name` is the package of the client.
 */
export function handleConnectionLoss(client: ErrorEmitter, name: string): () => void {
  if (client.listenerCount('error') > 0) return noop
  client.on('error', noop)
  let isWarningDue = true
  return () => {
    if (isWarningDue && client.listenerCount('error') === 1) {
      process.emitWarning(
        `${name} has no 'error' listener of the application: add one, because a client without a listener ends the process when it loses a connection. Until then readyz ignores the error`,
        { code: `READYZ_${name.toUpperCase()}_NO_ERROR_LISTENER` },
      )
    }
    isWarningDue = false
  }
}

const noop = () => {}
