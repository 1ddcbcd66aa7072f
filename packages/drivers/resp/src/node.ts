import { askOver, titleOf } from './connection.ts'
import type { Value } from './protocol.ts'
import { authOf, clusterInfo, nodeCommandsOf } from './question.ts'
import type { RespServer } from './server.ts'
import { mastersIn, type NamedNode } from './slots.ts'

/** What a node of a cluster says of it. */
export interface NodeAnswer {
  /** The answer to CLUSTER INFO, of a node that has answered PING too. Rejects without one. */
  readonly info: Promise<string>
  /**
   * The masters that it names. None if it was not asked for them, or if CLUSTER SLOTS was refused or answered with something
   * else. Never rejects.
   */
  readonly masters: Promise<readonly NamedNode[]>
}

/** Asks a node, and for the masters too if that is wanted. A node is asked once where one answer has all that is wanted. */
export type AskNode = (node: RespServer, wantsMasters: boolean) => NodeAnswer

interface Asked {
  readonly wantsMasters: boolean
  readonly answer: NodeAnswer
}

export function createNodeAsker(signal: AbortSignal): AskNode {
  const earlier = new Map<string, Asked>()
  return (node, wantsMasters) => {
    const title = titleOf(node)
    const asked = earlier.get(title)
    if (asked !== undefined && (asked.wantsMasters || !wantsMasters)) return asked.answer
    const answer = askNode(node, wantsMasters, signal)
    // A node that is no master any more may fail.
    answer.info.catch(noop)
    earlier.set(title, { wantsMasters, answer })
    return answer
  }
}

/** A node is asked everything at once. Some answer PING and CLUSTER INFO, but not CLUSTER SLOTS. */
function askNode(node: RespServer, wantsMasters: boolean, signal: AbortSignal): NodeAnswer {
  let setInfo: (info: string) => void = noop
  const info = new Promise<string>((resolve) => {
    setInfo = resolve
  })
  const replies = askOver(node, nodeCommandsOf(node, wantsMasters), signal, (command, value) => {
    if (command === clusterInfo) setInfo(String(value))
  })
  return {
    info: Promise.race([info, replies.then(() => info)]),
    masters: replies.then((values) => namedBy(node, values)).catch(() => []),
  }
}

function namedBy(node: RespServer, replies: readonly Value[]): readonly NamedNode[] {
  const [, , slots] = replies.slice(authOf(node).length)
  const { host: own } = node.connect
  return mastersIn(slots).map((each) => ({ ...each, host: each.host || own || '' }))
}

const noop = () => {}
