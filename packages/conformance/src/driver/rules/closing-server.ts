import { closes, closesOnRequest, resets, resetsOnRequest } from '../../faults/fault-servers.ts'
import { failsWith } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

export const closingServerRules: Rules = {
  'a check fails if the server closes the connection at once': failsWith(closes),
  'a check fails if the server closes the connection at the first request':
    failsWith(closesOnRequest),
  'a check fails if the server resets the connection at once': failsWith(resets),
  'a check fails if the server resets the connection at the first request':
    failsWith(resetsOnRequest),
}
