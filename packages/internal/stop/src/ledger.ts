/** How the requests of one kind of client went. */
export interface Figures {
  readonly sent: number
  readonly answered: number
  /** The server had them, and the client got no whole answer. */
  readonly lost: number
  /** On a connection that neither side had said it would close. The server never had them. */
  readonly broken: number
  /** No connection, although the server was still to serve. */
  readonly refusedEarly: number
  /**
   * No connection, when the server had said for long enough that it is not ready; also one that the kernel had taken, and
   * resets because the port is closed before anybody takes it from there.
   */
  readonly refusedLate: number
  /** Came too late on a connection that the server had said it closes, so that the client sends them elsewhere. */
  readonly returned: number
}

interface Entry {
  readonly client: string
  outcome?: keyof Figures
  at?: number
  words?: string
}

/** Keeps the books on every request of every client. */
export interface Ledger {
  /** A request is sent: gives its id. */
  send(client: string): string
  answered(id: string): void
  returned(id: string): void
  /** `isNew`: on a connection that had served nobody yet. */
  failed(id: string, error: unknown, isNew?: boolean): void
  /** The server has it. */
  accepted(id: string): void
  /** Whether the server has it. */
  has(id: string): boolean
  /** How many it has. */
  readonly count: number
  /** By client. */
  figures(closesAt: number): Readonly<Record<string, Figures>>
  /** What the clients were told of what is lost or broken. */
  complaints(): readonly string[]
}

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>()
  const accepted = new Set<string>()

  function settle(id: string, found: Partial<Entry>): void {
    const entry = entries.get(id)
    if (entry && entry.outcome === undefined) Object.assign(entry, found, { at: performance.now() })
  }

  function outcomeOf(id: string, { outcome, at = 0 }: Entry, closesAt: number): keyof Figures {
    if (outcome === 'answered') return outcome
    if (accepted.has(id)) return 'lost'
    if (outcome === 'refusedLate' && at < closesAt) return 'refusedEarly'
    return outcome ?? 'broken'
  }

  function figuresOf(client: string, closesAt: number): Figures {
    const its = [...entries].filter(([, entry]) => entry.client === client)
    const outcomes = its.map(([id, entry]) => outcomeOf(id, entry, closesAt))
    const count = (outcome: keyof Figures) => outcomes.filter((each) => each === outcome).length
    return {
      sent: its.length,
      answered: count('answered'),
      lost: count('lost'),
      broken: count('broken'),
      refusedEarly: count('refusedEarly'),
      refusedLate: count('refusedLate'),
      returned: count('returned'),
    }
  }

  return {
    send(client) {
      const id = String(entries.size + 1)
      entries.set(id, { client })
      return id
    },
    answered: (id) => settle(id, { outcome: 'answered' }),
    returned: (id) => settle(id, { outcome: 'returned' }),
    failed(id, error, isNew = false) {
      const { code, message, cause } = Object(error)
      const isRefused = isNew || [code, Object(cause).code].includes('ECONNREFUSED')
      settle(id, { outcome: isRefused ? 'refusedLate' : 'broken', words: `${code} ${message}` })
    },
    accepted: (id) => void accepted.add(id),
    has: (id) => accepted.has(id),
    get count() {
      return accepted.size
    },
    figures(closesAt) {
      const clients = new Set([...entries.values()].map(({ client }) => client))
      return Object.fromEntries([...clients].map((each) => [each, figuresOf(each, closesAt)]))
    },
    complaints: () =>
      [...entries]
        .filter(
          ([id, { outcome }]) =>
            outcome === 'broken' || (accepted.has(id) && outcome !== 'answered'),
        )
        .map(
          ([id, { client, words }]) =>
            `${client} ${accepted.has(id) ? 'lost' : 'broken'}: ${words}`,
        ),
  }
}
