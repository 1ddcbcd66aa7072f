import { authCommands, clusterInfo, nodeCommands } from './commands.ts'
import type { Value } from './protocol.ts'
import { sendCommands, titleOf } from './send-commands.ts'
import type { RespServer } from './server.ts'
import { mastersOf, type NamedNode } from './slots.ts'

/** The replies of a node about its cluster. */
export interface NodeReplies {
  /** The reply to CLUSTER INFO of a node that has also replied to PING. Rejects without a reply. */
  readonly info: Promise<string>
  /**
   * The masters that the node reports. Empty if CLUSTER SLOTS was not sent, was refused or has an
   * unexpected reply. Never rejects.
   */
  readonly masters: Promise<readonly NamedNode[]>
}

/**
 * Queries a node, with CLUSTER SLOTS if `includesSlots`. Returns earlier replies of the node if
 * they are sufficient.
 */
export type QueryNode = (node: RespServer, includesSlots: boolean) => NodeReplies

interface EarlierQuery {
  readonly includesSlots: boolean
  readonly replies: NodeReplies
}

export function createNodeQuery(signal: AbortSignal): QueryNode {
  const earlier = new Map<string, EarlierQuery>()
  return (node, includesSlots) => {
    const title = titleOf(node)
    const found = earlier.get(title)
    if (found !== undefined && (found.includesSlots || !includesSlots)) return found.replies
    const replies = queryNode(node, includesSlots, signal)
    // A node that is no longer a master may fail.
    replies.info.catch(noop)
    earlier.set(title, { includesSlots, replies })
    return replies
  }
}

/**
 * Sends all commands at once. Some nodes reply to PING and CLUSTER INFO, but not to CLUSTER SLOTS.
 */
function queryNode(node: RespServer, includesSlots: boolean, signal: AbortSignal): NodeReplies {
  let setInfo: (info: string) => void = noop
  const info = new Promise<string>((resolve) => {
    setInfo = resolve
  })
  const replies = sendCommands(
    node,
    nodeCommands(node, includesSlots),
    signal,
    (command, value) => {
      if (command === clusterInfo) setInfo(String(value))
    },
  )
  return {
    info: Promise.race([info, replies.then(() => info)]),
    masters: replies.then((values) => mastersFrom(node, values)).catch(() => []),
  }
}

function mastersFrom(node: RespServer, replies: readonly Value[]): readonly NamedNode[] {
  const [, , slots] = replies.slice(authCommands(node).length)
  const { host: ownHost } = node.connect
  return mastersOf(slots).map((each) => ({ ...each, host: each.host || ownHost || '' }))
}

const noop = () => {}
