import { readPackageVersion } from '../package-version.ts'
import type { RuleId } from './rule-descriptions.ts'

const version = readPackageVersion()

/** Returns the address of a rule's page in the documentation of this version. */
export function ruleAddress(id: RuleId): string {
  return `https://unpkg.com/readyz@${version}/docs/rules/${id}.md`
}
