import { type Kubelet, type ProbeResult, period } from './kubelet.ts'

/** The state of one probe, or of the page, which is requested like a probe. */
export interface WatchedProbe {
  readonly name: 'page' | 'liveness' | 'readiness'
  /** The last result. */
  readonly result: ProbeResult | undefined
  /** When the pending request was sent, on the clock of `performance`. */
  readonly sentAt: number | undefined
}

export interface Watch {
  readonly probes: readonly WatchedProbe[]
  stop(): void
}

/**
 * Requests the page and both probes once a second. Skips a request while the previous one is
 * pending.
 */
export function watch(kubelet: Kubelet, onResult: (probe: WatchedProbe) => void): Watch {
  const watched = [
    repeat('page', kubelet.page, onResult),
    repeat('liveness', kubelet.liveness, onResult),
    repeat('readiness', kubelet.readiness, onResult),
  ]
  return {
    probes: watched.map(({ probe }) => probe),
    stop() {
      for (const { stop } of watched) stop()
    },
  }
}

function repeat(
  name: WatchedProbe['name'],
  send: () => Promise<ProbeResult>,
  onResult: (probe: WatchedProbe) => void,
) {
  const probe: { -readonly [Key in keyof WatchedProbe]: WatchedProbe[Key] } = {
    name,
    result: undefined,
    sentAt: undefined,
  }
  const tick = async () => {
    if (probe.sentAt !== undefined) return
    probe.sentAt = performance.now()
    probe.result = await send()
    probe.sentAt = undefined
    if (!stopped) onResult(probe)
  }
  let stopped = false
  const timer = setInterval(() => void tick(), period)
  void tick()
  const stop = () => {
    stopped = true
    clearInterval(timer)
  }
  return { probe, stop }
}
