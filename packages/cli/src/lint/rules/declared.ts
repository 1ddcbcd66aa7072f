import { type Container, type Probe, probeNames } from '../container.ts'
import type { Declaration } from '../declaration.ts'
import type { Said } from '../shape.ts'

/** Where a container's probes and what the application says of itself do not agree. */
export function declaredErrors(container: Container, declared: Declaration): readonly Said[] {
  const probes = probeNames.flatMap((name) => container.probes[name] ?? [])
  return [
    ...probes.flatMap((probe) => disagree(probe, declared)),
    ...checkedInLiveness(container, declared),
  ]
}

function disagree(probe: Probe, declared: Declaration): readonly Said[] {
  const { name, http } = probe
  if (http === undefined) return []
  const { liveness, readiness } = declared
  const at = http.field.at('path') ?? http.field
  const asked = [liveness, readiness].find(({ paths }) => paths.includes(http.path))
  if (asked === undefined) {
    const { paths } = name === 'readinessProbe' ? readiness : liveness
    const message = `${name} asks ${http.path}; the application answers ${[...liveness.paths, ...readiness.paths].join(', ')}`
    return [
      { field: at, remark: { rule: 'path-not-served', message, instead: `path: ${paths[0]}` } },
    ]
  }
  if (name === 'livenessProbe' && asked === readiness) {
    const message = `livenessProbe asks ${http.path}, which is the application's readiness`
    const remark = {
      rule: 'liveness-asks-readiness',
      message,
      instead: `path: ${liveness.paths[0]}`,
    } as const
    return [{ field: at, remark }]
  }
  if (name === 'readinessProbe' && asked === liveness) {
    const message = `readinessProbe asks ${http.path}, which is the application's liveness`
    const remark = {
      rule: 'readiness-asks-liveness',
      message,
      instead: `path: ${readiness.paths[0]}`,
    } as const
    return [{ field: at, remark }]
  }
  return asked.checkers.length === 0 ? [] : budget(probe, declared)
}

function budget({ name, field, timeoutSeconds }: Probe, declared: Declaration): readonly Said[] {
  const { budgetMs } = declared
  if (!(budgetMs >= timeoutSeconds * 1000)) return []
  const at = field.at('timeoutSeconds')
  const given = at === undefined ? `${timeoutSeconds} s, the default` : `${timeoutSeconds} s`
  const least = Math.max(Math.floor(budgetMs / 1000) + 1, Math.ceil(declared.timeoutSeconds))
  const remark = {
    rule: 'budget',
    message: `${name} gives up after ${given}; the application may take ${budgetMs / 1000} s to answer`,
    instead: `timeoutSeconds: ${least}, or that of the manifest in createProbes.`,
  } as const
  return [{ field: at ?? field, remark }]
}

function checkedInLiveness(container: Container, declared: Declaration): readonly Said[] {
  const { livenessProbe } = container.probes
  const names = declared.readiness.checkers.map(({ name }) => name)
  const shared = declared.liveness.checkers.filter(({ name }) => names.includes(name))
  const [first] = shared
  if (livenessProbe === undefined || first === undefined) return []
  const remark = {
    rule: 'liveness-asks-dependency',
    message: `liveness checks ${shared.map(({ name }) => name).join(', ')}, as readiness does`,
    instead: 'Take it out of `liveness` in createProbes.',
  } as const
  return [{ field: livenessProbe.field, remark }]
}
