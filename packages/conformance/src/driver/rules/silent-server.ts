import { sends, silent } from '../../faults/fault-servers.ts'
import { time } from '../harness.ts'
import { failsWith } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

export const silentServerRules: Rules = {
  'a check fails with "timeout" if the server accepts the connection and stays silent': failsWith(
    silent,
    { reason: 'timeout' },
  ),
  'a check fails if the server sends nothing until the time limit has passed': failsWith((port) =>
    sends('ERROR Too many open connections\r\n', port, time + 50),
  ),
}
