/** The number of requests of one client name by outcome. */
export interface OutcomeCounts {
  readonly sent: number
  readonly answered: number
  /** The server accepted the request, and the client received no complete response. */
  readonly lost: number
  /** The connection failed before the server accepted the request, and without an announced end. */
  readonly broken: number
  /** The connection was refused before the end of `drainSeconds`. */
  readonly refusedEarly: number
  /**
   * The connection was refused after `drainSeconds`. This includes connections in the kernel's
   * queue, which the kernel resets when the port is closed.
   */
  readonly refusedLate: number
  /**
   * The request was sent on a connection whose end the server had announced. The client may safely
   * send it to another server.
   */
  readonly retryable: number
}

interface Entry {
  readonly client: string
  outcome?: keyof OutcomeCounts
  at?: number
  message?: string
}

/** Records the outcome of every request of every client. */
export interface RequestOutcomes {
  /** Records a new request and returns its id. */
  send(client: string): string
  answered(id: string): void
  retryable(id: string): void
  /** `isNew`: the request was the first on its connection. */
  failed(id: string, error: unknown, isNew?: boolean): void
  /** The server has received the request. */
  accepted(id: string): void
  isAccepted(id: string): boolean
  readonly acceptedCount: number
  /** Counts by client name. `closesAt`: the end of `drainSeconds`, as by `performance.now()`. */
  counts(closesAt: number): Readonly<Record<string, OutcomeCounts>>
  /** One line for each lost or broken request, with the error of the client. */
  errors(): readonly string[]
}

export function createRequestOutcomes(): RequestOutcomes {
  const entries = new Map<string, Entry>()
  const accepted = new Set<string>()

  function settle(id: string, result: Partial<Entry>): void {
    const entry = entries.get(id)
    if (entry && entry.outcome === undefined)
      Object.assign(entry, result, { at: performance.now() })
  }

  function outcomeOf(
    id: string,
    { outcome, at = 0 }: Entry,
    closesAt: number,
  ): keyof OutcomeCounts {
    if (outcome === 'answered') return outcome
    if (accepted.has(id)) return 'lost'
    if (outcome === 'refusedLate' && at < closesAt) return 'refusedEarly'
    return outcome ?? 'broken'
  }

  function countsOf(client: string, closesAt: number): OutcomeCounts {
    const sent = [...entries].filter(([, entry]) => entry.client === client)
    const outcomes = sent.map(([id, entry]) => outcomeOf(id, entry, closesAt))
    const count = (outcome: keyof OutcomeCounts) =>
      outcomes.filter((each) => each === outcome).length
    return {
      sent: sent.length,
      answered: count('answered'),
      lost: count('lost'),
      broken: count('broken'),
      refusedEarly: count('refusedEarly'),
      refusedLate: count('refusedLate'),
      retryable: count('retryable'),
    }
  }

  return {
    send(client) {
      const id = String(entries.size + 1)
      entries.set(id, { client })
      return id
    },
    answered: (id) => settle(id, { outcome: 'answered' }),
    retryable: (id) => settle(id, { outcome: 'retryable' }),
    failed(id, error, isNew = false) {
      const { code, message, cause } = Object(error)
      const isRefused = isNew || [code, Object(cause).code].includes('ECONNREFUSED')
      const reason = cause === undefined ? '' : ` (${Object(cause).code} ${Object(cause).message})`
      settle(id, {
        outcome: isRefused ? 'refusedLate' : 'broken',
        message: `${code} ${message}${reason}`,
      })
    },
    accepted: (id) => void accepted.add(id),
    isAccepted: (id) => accepted.has(id),
    get acceptedCount() {
      return accepted.size
    },
    counts(closesAt) {
      const clients = new Set([...entries.values()].map(({ client }) => client))
      return Object.fromEntries([...clients].map((each) => [each, countsOf(each, closesAt)]))
    },
    errors: () =>
      [...entries]
        .filter(
          ([id, { outcome }]) =>
            outcome === 'broken' || (accepted.has(id) && outcome !== 'answered'),
        )
        .map(
          ([id, { client, message }]) =>
            `${client} ${accepted.has(id) ? 'lost' : 'broken'}: ${message}`,
        ),
  }
}
