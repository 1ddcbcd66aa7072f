import { type ApplicationConfig, shutdownTimesOf } from './application-config.ts'
import { type Container, type Probe, probesOf } from './container.ts'
import type { FieldProblem } from './finding.ts'
import { checkContainerSchema } from './rules/api-schema.ts'
import { checkDuplicateKeys } from './rules/duplicate-keys.ts'
import { checkCurl, checkShellSyntax } from './rules/exec-command.ts'
import { checkShutdown } from './rules/graceful-shutdown.ts'
import { checkLivenessCheckers, checkLivenessPath } from './rules/liveness-dependencies.ts'
import { checkContainerFields } from './rules/misplaced-fields.ts'
import { checkNewerFields } from './rules/newer-fields.ts'
import { checkInitialDelay } from './rules/no-startup-probe.ts'
import { checkFirstProcess } from './rules/pid-one.ts'
import { checkBudget, checkCommandTimeout } from './rules/probe-budget.ts'
import { checkHost } from './rules/probe-host.ts'
import { checkPathNames } from './rules/probe-path-names.ts'
import { checkPath, checkStartupPath } from './rules/probe-paths.ts'
import { checkSameRequest } from './rules/same-request.ts'
import { checkSecretInUrl, checkSecrets } from './rules/secrets.ts'
import { checkTcpLiveness } from './rules/tcp-liveness.ts'
import { checkPeriod } from './rules/timeout-above-period.ts'
import {
  checkDefaultTimeout,
  checkOrder,
  checkReadinessDelay,
  checkStartupTime,
} from './rules/timing.ts'
import { checkPortNumber } from './rules/undeclared-port.ts'
import { checkPorts } from './rules/unknown-port.ts'

type ContainerRule = (container: Container) => readonly FieldProblem[]
type ProbeRule = (probe: Probe, container: Container) => readonly FieldProblem[]

/** The rules of the API, also for init containers. */
const schemaRules: readonly ContainerRule[] = [
  checkContainerSchema,
  checkContainerFields,
  ({ field }) => checkDuplicateKeys(field),
  checkPorts,
]

const containerRules: readonly ContainerRule[] = [
  checkSecrets,
  checkShellSyntax,
  checkInitialDelay,
  checkReadinessDelay,
  checkStartupTime,
  checkOrder,
  checkFirstProcess,
]

const probeRules: readonly ProbeRule[] = [
  checkPeriod,
  checkSecretInUrl,
  checkCommandTimeout,
  checkDefaultTimeout,
  checkCurl,
  checkNewerFields,
  (probe, container) => checkHost(container, probe),
  (probe, container) => checkPortNumber(container, probe),
]

/**
 * Applies every rule to a container. `config` is the configuration of the application in the
 * container, if it is known.
 */
export function checkContainer(
  container: Container,
  config: ApplicationConfig | undefined,
): readonly FieldProblem[] {
  const problems = schemaRules.flatMap((rule) => rule(container))
  if (container.role === 'init') return complete(container, problems)
  const probes = probesOf(container)
  return complete(container, [
    ...problems,
    ...containerRules.flatMap((rule) => rule(container)),
    ...probes.flatMap((probe) => probeRules.flatMap((rule) => rule(probe, container))),
    ...checkTcpLiveness(container, config !== undefined),
    // The configuration lists the checks of each path. Without it, only the name of the path
    // suggests them.
    ...(config === undefined
      ? checkWithoutConfig(container)
      : checkAgainstConfig(container, probes, config)),
    ...checkShutdown(container, config && shutdownTimesOf(config)),
  ])
}

// Another file may add what is missing in a patch.
function complete(
  { isPartial }: Container,
  problems: readonly FieldProblem[],
): readonly FieldProblem[] {
  return problems.filter(({ isAbsence = false }) => !(isAbsence && isPartial))
}

function checkWithoutConfig(container: Container): readonly FieldProblem[] {
  const ofLiveness = checkLivenessPath(container)
  const same = ofLiveness.length === 0 ? checkSameRequest(container) : []
  return [...ofLiveness, ...same, ...checkPathNames(container)]
}

function checkAgainstConfig(
  container: Container,
  probes: readonly Probe[],
  config: ApplicationConfig,
): readonly FieldProblem[] {
  // A probe of a path that the application does not serve has no budget to check.
  const ofProbes = probes.flatMap((probe) => checkPath(probe, config) ?? checkBudget(probe, config))
  const ofStartup = probes.flatMap((probe) => checkStartupPath(probe, config))
  return [...ofProbes, ...ofStartup, ...checkLivenessCheckers(container, config)]
}
