import { publicFailure, type Reason } from './errors.ts'
import { chain, property } from './inner-errors.ts'

function systemReason(error: unknown): Reason | undefined {
  const code = property(error, 'code')
  if (property(error, 'name') === 'TimeoutError') return 'timeout'
  if (typeof code !== 'string') return undefined
  if (code === 'ECONNREFUSED') return 'refused'
  // A Unix socket without a listener does not exist. Other missing files, such as certificates, are
  // not refused connections.
  if (code === 'ENOENT' && property(error, 'syscall') === 'connect') return 'refused'
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns'
  if (code.endsWith('TIMEDOUT') || code.endsWith('_TIMEOUT')) return 'timeout'
  return undefined
}

function decidedReason(error: unknown): Reason | undefined {
  try {
    return typeof error === 'object' && error !== null ? publicFailure(error)?.code : undefined
  } catch {
    return undefined
  }
}

/**
 * Returns the `code` of a `CheckError`, and for any other error the reason for the system's error
 * codes.
 */
export function reasonOf(error: unknown): Reason {
  const decided = decidedReason(error)
  if (decided !== undefined) return decided
  for (const link of chain(error)) {
    const reason = systemReason(link)
    if (reason !== undefined) return reason
  }
  return 'error'
}
