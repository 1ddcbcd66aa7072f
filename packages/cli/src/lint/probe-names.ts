export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe'

export const probeNames: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe']
