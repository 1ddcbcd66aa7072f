import type { ApplicationConfig } from '../application-config.ts'
import type { Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { timeLimitOf } from '../shell/time-limits.ts'

/** Finds a probe whose checks may take as long as the time limit of the kubelet. */
export function checkBudget(probe: Probe, config: ApplicationConfig): readonly FieldProblem[] {
  const { http, timeoutSeconds } = probe
  const { budgetMs, liveness, readiness } = config
  if (http === undefined) return []
  const requested = [liveness, readiness].find(({ paths }) => paths.includes(http.path))
  const hasChecks = requested !== undefined && requested.checkers.length > 0
  if (!hasChecks || !(budgetMs >= timeoutSeconds * 1000)) return []
  const least = Math.max(Math.floor(budgetMs / 1000) + 1, Math.ceil(config.timeoutSeconds))
  return [
    budgetProblem(
      probe,
      `the application may take ${budgetMs / 1000} s to answer`,
      `timeoutSeconds: ${least}, or set timeoutSeconds of createProbes to that of the manifest.`,
    ),
  ]
}

/** Finds a probe whose command may run as long as the time limit of the kubelet. */
export function checkCommandTimeout(probe: Probe): readonly FieldProblem[] {
  const limit = timeLimitOf(probe.argv)
  if (limit === undefined || !(limit >= probe.timeoutSeconds)) return []
  return [
    budgetProblem(
      probe,
      `its command may take ${limit} s`,
      `timeoutSeconds: ${Math.floor(limit) + 1}, or a shorter time limit for the command.`,
    ),
  ]
}

function budgetProblem(probe: Probe, duration: string, instead: string): FieldProblem {
  const { name, field, timeoutSeconds } = probe
  const written = field.at('timeoutSeconds')
  const limit = `${timeoutSeconds} s${written === undefined ? ', the default' : ''}`
  const message = `${name} times out after ${limit}; ${duration}`
  return { field: written ?? field, rule: 'budget', message, instead }
}
