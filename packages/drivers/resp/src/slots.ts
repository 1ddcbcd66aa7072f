import { ServerError } from '@readyz/net'
import { invalid, type Value } from './protocol.ts'

/** A node of a cluster, as another node names it. */
export interface NamedNode {
  /** Empty: the host of the node that names it. */
  readonly host: string
  readonly port: number
  /** Empty before Redis 4. */
  readonly id: string
}

/**
 * The masters that have slots, each once, in the answer to CLUSTER SLOTS: a list of ranges, each with its first slot, its last
 * slot, its master and its replicas. None for a user who may not ask.
 *
 * @throws ServerError if it is another list
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
    throw invalid('something else to CLUSTER SLOTS')
  }
  return { host: host ?? '', port: Number(port), id: String(id) }
}

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

const slotCount = '16384'

/**
 * Passes if every slot of the cluster is served, as the answer to CLUSTER INFO says. A cluster that serves a part of its slots
 * may say that its state is ok.
 *
 * @throws ServerError otherwise
 */
export function assertAllSlotsServed(info: string): void {
  for (const [name, wanted] of wholeCluster) {
    const [, found = wanted] = new RegExp(`^${name}:(\\w+)`, 'm').exec(info) ?? []
    if (found !== wanted) throw new ServerError(`says ${name}:${found}`, 'error')
  }
}

// What a server does not say is not demanded of it.
const wholeCluster = [
  ['cluster_state', 'ok'],
  ['cluster_slots_fail', '0'],
  ['cluster_slots_ok', slotCount],
] as const
