import { type Checker, createProbes, describeCause, type Transition } from '@readyz/core'

/**
 * Runs a check with a time limit that is long enough for a slow machine. Returns its result, and
 * its cause as in the log.
 */
export async function runCheck(checker: Checker) {
  const transitions: Transition[] = []
  const onTransition = (each: Transition) => transitions.push(each)
  const probes = createProbes({ readiness: [checker], timeoutSeconds: 60, onTransition })
  const { checks } = await probes.readiness()
  const [{ status, reason, message } = {}] = checks
  const [transition] = transitions
  return { status, reason, message, cause: transition && describeCause(transition.cause) }
}
