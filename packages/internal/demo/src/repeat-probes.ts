import { type Kubelet, type ProbeResult, period } from './kubelet.ts'

/** The last result of a probe or of the page. The demo requests the page as often as the probes. */
export interface RepeatedProbe {
  readonly name: 'page' | 'liveness' | 'readiness'
  /** The last result. */
  readonly result: ProbeResult | undefined
  /** When the pending request was sent, on the clock of `performance`. */
  readonly sentAt: number | undefined
}

export interface RepeatedProbes {
  readonly probes: readonly RepeatedProbe[]
  stop(): void
}

/**
 * Requests the page and both probes once a second. Skips a request while the previous one is
 * pending.
 */
export function repeatProbes(
  kubelet: Kubelet,
  onResult: (probe: RepeatedProbe) => void,
): RepeatedProbes {
  const repeated = [
    repeat('page', kubelet.page, onResult),
    repeat('liveness', kubelet.liveness, onResult),
    repeat('readiness', kubelet.readiness, onResult),
  ]
  return {
    probes: repeated.map(({ probe }) => probe),
    stop() {
      for (const { stop } of repeated) stop()
    },
  }
}

function repeat(
  name: RepeatedProbe['name'],
  send: () => Promise<ProbeResult>,
  onResult: (probe: RepeatedProbe) => void,
) {
  const probe: { -readonly [Key in keyof RepeatedProbe]: RepeatedProbe[Key] } = {
    name,
    result: undefined,
    sentAt: undefined,
  }
  const sendOnce = async () => {
    if (probe.sentAt !== undefined) return
    probe.sentAt = performance.now()
    probe.result = await send()
    probe.sentAt = undefined
    if (!stopped) onResult(probe)
  }
  let stopped = false
  const timer = setInterval(() => void sendOnce(), period)
  void sendOnce()
  const stop = () => {
    stopped = true
    clearInterval(timer)
  }
  return { probe, stop }
}
