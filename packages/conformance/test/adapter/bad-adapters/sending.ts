import { send, sending } from '../application.ts'

export const throwsErrors = sending(send)

/** Reads the message of any thrown value, also of `null`. */
export const expectsErrors = sending((res, response) => {
  try {
    send(res, response)
  } catch (error) {
    res.destroy((error as Error).message ? undefined : (error as Error))
  }
})

/** Leaves the connection open. */
export const swallowsErrors = sending((res, response) => {
  try {
    send(res, response)
  } catch {
    return
  }
})

/** Sends the head before it knows whether the body can be sent. */
export const sendsHalf = sending((res, { status, headers, body }) => {
  try {
    res.writeHead(status, headers)
    if ('flushHeaders' in res) res.flushHeaders()
    res.end(body)
  } catch {
    res.destroy()
  }
})

/** Throws if the response cannot be delivered. */
export const demandsDelivery = sending((res, { status, headers, body }) => {
  res.writeHead(status, headers)
  const fail = (error?: Error | null) => {
    if (error) throw error
  }
  if ('stream' in res) res.write(body, 'utf8', fail)
  else res.write(body, fail)
  res.end()
})
