import type { RequestOutcomes } from './request-outcomes.ts'

/** The server to which clients send requests, and the record of their outcomes. */
export interface Target {
  readonly url: string
  readonly outcomes: RequestOutcomes
}

/**
 * Sends one request, or several at once. Resolves with whether the client may continue. Never
 * rejects.
 */
export type Send = () => Promise<boolean>

/** Returns the function that sends the requests of one client. `name` is its name in the record. */
export type Client = (target: Target, name: string) => Send
