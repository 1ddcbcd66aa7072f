import { type ApplicationConfig, shutdownTimesOf } from './application-config.ts'
import { type Container, type Probe, probesOf } from './container.ts'
import type { FieldProblem } from './finding.ts'
import { checkContainerSchema } from './rules/api-schema.ts'
import { checkShutdown } from './rules/graceful-shutdown.ts'
import { checkLivenessCheckers, checkLivenessPath } from './rules/liveness-dependencies.ts'
import { checkInitialDelay } from './rules/no-startup-probe.ts'
import { checkBudget, checkCommandTimeout } from './rules/probe-budget.ts'
import { checkPath } from './rules/probe-paths.ts'
import { checkSecretInUrl } from './rules/secret-in-url.ts'
import { checkTcpLiveness } from './rules/tcp-liveness.ts'
import { checkPeriod } from './rules/timeout-above-period.ts'
import { checkPorts } from './rules/unknown-port.ts'

/**
 * Applies every rule to a container. `config` is the configuration of the application in the
 * container, if it is known.
 */
export function checkContainer(
  container: Container,
  config: ApplicationConfig | undefined,
): readonly FieldProblem[] {
  const schema = [...checkContainerSchema(container), ...checkPorts(container)]
  if (container.role === 'init') return schema
  const probes = probesOf(container)
  return [
    ...schema,
    ...(config === undefined ? [] : checkAgainstConfig(container, probes, config)),
    ...probes.flatMap(checkPeriod),
    ...probes.flatMap(checkSecretInUrl),
    ...checkTcpLiveness(container, config !== undefined),
    // The configuration lists the checks of each path. Without it, only the name of the path
    // suggests them.
    ...(config === undefined ? checkLivenessPath(container) : []),
    ...checkInitialDelay(container),
    ...probes.flatMap(checkCommandTimeout),
    ...checkShutdown(container, config && shutdownTimesOf(config)),
  ]
}

function checkAgainstConfig(
  container: Container,
  probes: readonly Probe[],
  config: ApplicationConfig,
): readonly FieldProblem[] {
  // A probe of a path that the application does not serve has no budget to check.
  const probeProblems = probes.flatMap(
    (probe) => checkPath(probe, config) ?? checkBudget(probe, config),
  )
  return [...probeProblems, ...checkLivenessCheckers(container, config)]
}
