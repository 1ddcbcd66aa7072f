import { type Answer, type Kubelet, period } from './kubelet.ts'

/** What is known of one probe, or of the page, which is requested like one. */
export interface Watched {
  readonly name: 'page' | 'liveness' | 'readiness'
  /** The last one. */
  readonly answer: Answer | undefined
  /** Since when the next one is waited for, on the clock of `performance`. */
  readonly askedAt: number | undefined
}

export interface Watch {
  readonly probes: readonly Watched[]
  stop(): void
}

/** Requests the page and both probes once a second, from now on, and a probe not before its last one was answered. */
export function watch(kubelet: Kubelet, onAnswer: (probe: Watched) => void): Watch {
  const watched = [
    follow('page', kubelet.page, onAnswer),
    follow('liveness', kubelet.liveness, onAnswer),
    follow('readiness', kubelet.readiness, onAnswer),
  ]
  return {
    probes: watched.map(({ probe }) => probe),
    stop() {
      for (const { stop } of watched) stop()
    },
  }
}

function follow(
  name: Watched['name'],
  ask: () => Promise<Answer>,
  onAnswer: (probe: Watched) => void,
) {
  const probe: { -readonly [Key in keyof Watched]: Watched[Key] } = {
    name,
    answer: undefined,
    askedAt: undefined,
  }
  const tick = async () => {
    if (probe.askedAt !== undefined) return
    probe.askedAt = performance.now()
    probe.answer = await ask()
    probe.askedAt = undefined
    if (!stopped) onAnswer(probe)
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
