import { askOver, titleOf } from './connection.ts'
import { authOf, nodeCommandsOf } from './question.ts'
import type { RespServer } from './server.ts'
import { mastersIn, type NamedNode } from './slots.ts'

/** What a node of a cluster said of it. */
export interface NodeAnswer {
  /** The answer to CLUSTER INFO. */
  readonly info: string
  /** The masters that it names. None if it was not asked for them, or if the user may not ask. */
  readonly masters: readonly NamedNode[]
}

/** Asks a node, and for the masters too if that is wanted. A node is asked once where one answer has all that is wanted. */
export type AskNode = (node: RespServer, wantsMasters: boolean) => Promise<NodeAnswer>

interface Asked {
  readonly wantsMasters: boolean
  readonly answer: Promise<NodeAnswer>
}

export function createNodeAsker(signal: AbortSignal): AskNode {
  const earlier = new Map<string, Asked>()
  return (node, wantsMasters) => {
    const title = titleOf(node)
    const asked = earlier.get(title)
    if (asked !== undefined && (asked.wantsMasters || !wantsMasters)) return asked.answer
    const answer = askNode(node, wantsMasters, signal)
    // A node that is no master any more may fail.
    answer.catch(noop)
    earlier.set(title, { wantsMasters, answer })
    return answer
  }
}

async function askNode(
  node: RespServer,
  wantsMasters: boolean,
  signal: AbortSignal,
): Promise<NodeAnswer> {
  const replies = await askOver(node, nodeCommandsOf(node, wantsMasters), signal)
  const [, info, slots] = replies.slice(authOf(node).length)
  const { host: own } = node.connect
  const masters = mastersIn(slots).map((each) => ({ ...each, host: each.host || own || '' }))
  return { info: String(info), masters }
}

const noop = () => {}
