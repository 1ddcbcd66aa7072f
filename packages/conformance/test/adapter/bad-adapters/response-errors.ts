import { adapterThatSends, send } from '../application.ts'

export const catchesNoError = adapterThatSends(send)

/** Reads the property `message` of any thrown value, including `null`. */
export const readsMessageOfThrownValue = adapterThatSends((res, response) => {
  try {
    send(res, response)
  } catch (error) {
    res.destroy((error as Error).message ? undefined : (error as Error))
  }
})

export const leavesConnectionOpenAfterError = adapterThatSends((res, response) => {
  try {
    send(res, response)
  } catch {
    return
  }
})

/** Sends the headers before `end` can throw. */
export const sendsHeadersOfFailedResponse = adapterThatSends((res, { status, headers, body }) => {
  try {
    res.writeHead(status, headers)
    if ('flushHeaders' in res) res.flushHeaders()
    res.end(body)
  } catch {
    res.destroy()
  }
})

/** Throws in the callback of `write` if the connection is closed. */
export const throwsIfWriteFails = adapterThatSends((res, { status, headers, body }) => {
  res.writeHead(status, headers)
  const onWritten = (error?: Error | null) => {
    if (error) throw error
  }
  if ('stream' in res) res.write(body, 'utf8', onWritten)
  else res.write(body, onWritten)
  res.end()
})
