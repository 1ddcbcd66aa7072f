import { authCommands, clusterInfo, nodeCommands } from './commands.ts'
import type { Value } from './protocol.ts'
import { sendCommands, titleOf } from './send-commands.ts'
import type { RespServer } from './server.ts'
import { mastersOf, type NamedNode } from './slots.ts'

/** What a node of a cluster says of it. */
export interface NodeReplies {
  /** The answer to CLUSTER INFO, of a node that has answered PING too. Rejects without one. */
  readonly info: Promise<string>
  /**
   * The masters that it names. None if it was not asked for them, or if CLUSTER SLOTS was refused or answered with something
   * else. Never rejects.
   */
  readonly masters: Promise<readonly NamedNode[]>
}

/** Asks a node, and for the masters too if that is wanted. A node is asked once where one answer has all that is wanted. */
export type QueryNode = (node: RespServer, includesSlots: boolean) => NodeReplies

interface Asked {
  readonly includesSlots: boolean
  readonly answer: NodeReplies
}

export function createNodeQuery(signal: AbortSignal): QueryNode {
  const earlier = new Map<string, Asked>()
  return (node, includesSlots) => {
    const title = titleOf(node)
    const asked = earlier.get(title)
    if (asked !== undefined && (asked.includesSlots || !includesSlots)) return asked.answer
    const answer = queryNode(node, includesSlots, signal)
    // A node that is no master any more may fail.
    answer.info.catch(noop)
    earlier.set(title, { includesSlots, answer })
    return answer
  }
}

/** A node is asked everything at once. Some answer PING and CLUSTER INFO, but not CLUSTER SLOTS. */
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
    masters: replies.then((values) => namedBy(node, values)).catch(() => []),
  }
}

function namedBy(node: RespServer, replies: readonly Value[]): readonly NamedNode[] {
  const [, , slots] = replies.slice(authCommands(node).length)
  const { host: own } = node.connect
  return mastersOf(slots).map((each) => ({ ...each, host: each.host || own || '' }))
}

const noop = () => {}
