import type { Rules } from '../run-rule.ts'
import { closingServerRules } from './closing-server.ts'
import { invalidServerRules } from './invalid-server.ts'
import { silentServerRules } from './silent-server.ts'
import { unreachableServerRules } from './unreachable-server.ts'

/** The rules whose servers the kit starts. They need no real server. */
export const faultServerRules: Rules = {
  ...unreachableServerRules,
  ...silentServerRules,
  ...closingServerRules,
  ...invalidServerRules,
}
