import { type Checker, createProbes, describeCause, type Transition } from '@readyz/core'

/** Runs a check, within a limit that a slow machine does not exceed. Returns its result, and the cause as in the log. */
export async function runCheck(checker: Checker) {
  const transitions: Transition[] = []
  const onTransition = (each: Transition) => transitions.push(each)
  const probes = createProbes({ readiness: [checker], timeoutSeconds: 60, onTransition })
  const { checks } = await probes.readiness()
  const [{ status, reason, message } = {}] = checks
  const [transition] = transitions
  return { status, reason, message, cause: transition && describeCause(transition.cause) }
}
