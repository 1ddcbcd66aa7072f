import { floods, garbage, sends, speaksHttp, trickles } from '../../faults/fault-servers.ts'
import { failsWith } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

const defaultError = 'ERROR Too many open connections\r\n'

export const invalidServerRules: Rules = {
  'a check fails if the server sends bytes of an unknown protocol': failsWith(garbage),
  'a check fails if the server is an HTTP server': failsWith(speaksHttp),
  'a check fails if the server sends one byte at a time without end': failsWith(trickles),
  'a check fails if the server reports an error and leaves the connection open': failsWith(
    (port, harness) =>
      sends((harness.hasServer && harness.server.connectionLimitError) || defaultError, port),
  ),
  'a check fails if the server sends data without end at full speed': failsWith(floods),
}
