import { ServerError } from '@readyz/net'
import { invalid, type Value } from './protocol.ts'

/** A node of a cluster, as another node reports it. */
export interface NamedNode {
  /** Empty if it is the host of the node that reports it. */
  readonly host: string
  readonly port: number
  /** Empty before Redis 4. */
  readonly id: string
}

/**
 * Returns the masters in the reply to CLUSTER SLOTS, each once. The reply is a list of ranges. Each
 * range contains its first slot, its last slot, its master and its replicas. Returns no masters for
 * a user without permission.
 *
 * @throws ServerError if the reply is not such a list
 */
export function mastersOf(slots: Value | undefined): readonly NamedNode[] {
  if (!isList(slots)) return []
  const masters = slots.map(masterOf)
  return [...new Map(masters.map((node) => [`${node.host}:${node.port}`, node])).values()]
}

function masterOf(range: Value): NamedNode {
  const master = isList(range) ? range[2] : undefined
  const [host, port, id = ''] = isList(master) ? master : []
  if (host === undefined || isList(host) || !/^\d{1,5}$/.test(String(port))) {
    throw invalid('an unexpected reply to CLUSTER SLOTS')
  }
  return { host: host ?? '', port: Number(port), id: String(id) }
}

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

const slotCount = '16384'

/**
 * Throws unless every slot of the cluster is served according to CLUSTER INFO. A cluster that
 * serves only a part of its slots may report the state `ok`.
 *
 * @throws ServerError if a slot is not served
 */
export function assertAllSlotsServed(info: string): void {
  for (const [name, expected] of wholeCluster) {
    const [, found = expected] = new RegExp(`^${name}:(\\w+)`, 'm').exec(info) ?? []
    if (found !== expected) throw new ServerError(`reports ${name}:${found}`, 'error')
  }
}

// A field that the server does not report is not required.
const wholeCluster = [
  ['cluster_state', 'ok'],
  ['cluster_slots_fail', '0'],
  ['cluster_slots_ok', slotCount],
] as const
