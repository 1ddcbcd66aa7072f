/** The parts of an emitter that the listener needs. */
export interface ErrorEmitter {
  on(event: 'error', listener: (error: Error) => void): unknown
  listenerCount(event: 'error'): number
}

/**
 * A client that loses its connection without an 'error' listener ends the process. This function
 * adds a listener if there is none. It returns a function whose first call emits one warning,
 * unless the application has added a listener by then. `name` is the package of the client.
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
