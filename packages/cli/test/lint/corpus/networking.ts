import { type Entry, workload } from './entry.ts'

/** Networks. */
export const networking: readonly Entry[] = [
  {
    source: 'metallb/metallb, config/controllers/speaker.yaml',
    version: '2026-07-19',
    manifest: workload(
      [
        'image: quay.io/metallb/speaker:main, ports: [ { name: metricshttps, containerPort: 9120 }, { name: memberlist-tcp, containerPort: 7946 }, { name: memberlist-udp, containerPort: 7946 } ], livenessProbe: { httpGet: { path: /healthz, port: 17472, host: 127.0.0.1 }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /readyz, port: 17472, host: 127.0.0.1 }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 2, hostNetwork: true' },
    ),
  },
  {
    source: 'metallb/metallb, config/frr/speaker-patch.yaml',
    version: '2026-07-19',
    manifest: workload(
      [
        'image: quay.io/frrouting/frr:10.5.3, command: [ /bin/sh, -c, /sbin/tini -- /usr/lib/frr/docker-start ], startupProbe: { httpGet: { path: /livez, port: 9121, scheme: HTTPS }, failureThreshold: 30, periodSeconds: 5 }, livenessProbe: { httpGet: { path: /livez, port: 9121, scheme: HTTPS }, periodSeconds: 5, failureThreshold: 3 }',
      ],
      { kind: 'DaemonSet' },
    ),
  },
  {
    source: 'metallb/metallb, config/controllers/controller.yaml',
    version: '2026-07-19',
    manifest: workload(
      [
        'image: quay.io/metallb/controller:main, ports: [ { name: metricshttps, containerPort: 9120 }, { name: webhook-server, containerPort: 9443 } ], livenessProbe: { httpGet: { path: /healthz, port: 17472 }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /readyz, port: 17472 }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 0' },
    ),
  },
  {
    source: 'metallb/metallb, config/manifests/metallb-frr-k8s-prometheus.yaml',
    version: '2026-07-19',
    manifest: workload(
      [
        'image: quay.io/metallb/frr-k8s:v0.0.25, ports: [ { name: webhook, containerPort: 19443 } ], command: [ /statuscleaner ], livenessProbe: { httpGet: { path: /healthz, port: webhook, scheme: HTTPS }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /healthz, port: webhook, scheme: HTTPS }, initialDelaySeconds: 5, periodSeconds: 10 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 10, hostNetwork: true' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'projectcalico/calico, app-policy/config/install/05-calico-jenkins.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/calico/node:master, livenessProbe: { httpGet: { path: /liveness, port: 9099, host: localhost }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6 }, readinessProbe: { exec: { command: [ /bin/readiness, -bird, -felix ] }, periodSeconds: 10 }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 0, hostNetwork: true' },
    ),
  },
  {
    source: 'projectcalico/calico, app-policy/config/install/05-calico.yaml, calico-node',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/calico/node:v3.0.1-271-gf169e508, livenessProbe: { httpGet: { path: /liveness, port: 9099 }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6 }, readinessProbe: { httpGet: { path: /readiness, port: 9099 }, periodSeconds: 10 }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 0, hostNetwork: true' },
    ),
  },
  {
    source: 'projectcalico/calico, app-policy/config/install/05-calico.yaml, kube-dns-v19',
    version: '2026-08-22',
    manifest: workload(
      [
        'name: kubedns, image: gcr.io/google_containers/kubedns-amd64:1.7, ports: [ { name: dns-local, containerPort: 10053 }, { name: dns-tcp-local, containerPort: 10053 } ], livenessProbe: { httpGet: { path: /healthz, port: 8080, scheme: HTTP }, initialDelaySeconds: 60, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5 }, readinessProbe: { httpGet: { path: /readiness, port: 8081, scheme: HTTP }, initialDelaySeconds: 30, timeoutSeconds: 5 }',
        'name: dnsmasq, image: gcr.io/google_containers/kube-dnsmasq-amd64:1.3, ports: [ { name: dns, containerPort: 53 }, { name: dns-tcp, containerPort: 53 } ]',
        'name: healthz, image: gcr.io/google_containers/exechealthz-amd64:1.1, ports: [ { containerPort: 8080 } ]',
      ],
      { api: 'v1', kind: 'ReplicationController' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
    wrong: {
      'readinessProbe.httpGet.port undeclared-port':
        'The application listens on this port without a declaration.',
    },
  },
  {
    source: 'projectcalico/calico, manifests/calico-bpf.yaml, calico-node',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/calico/node:master, livenessProbe: { exec: { command: [ calico, component, node, health, --felix-live, --bird-live ] }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ calico, component, node, health, --felix-ready, --bird-ready ] }, periodSeconds: 10, timeoutSeconds: 10 }, lifecycle: { preStop: { exec: { command: [ calico, component, node, shutdown ] } } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 0, hostNetwork: true' },
    ),
    useful: ['terminationGracePeriodSeconds grace-too-short'],
  },
  {
    source: 'projectcalico/calico, manifests/calico-policy-only.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/calico/node:master, livenessProbe: { exec: { command: [ calico, component, node, health, --felix-live ] }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ calico, component, node, health, --felix-ready ] }, periodSeconds: 10, timeoutSeconds: 10 }, lifecycle: { preStop: { exec: { command: [ calico, component, node, shutdown ] } } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 0, hostNetwork: true' },
    ),
    useful: ['terminationGracePeriodSeconds grace-too-short'],
  },
  {
    source: 'projectcalico/calico, manifests/apiserver.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/calico/calico:master, readinessProbe: { httpGet: { path: /readyz, port: 5443, scheme: HTTPS }, timeoutSeconds: 5, periodSeconds: 60 }',
      ],
      { pod: 'restartPolicy: Always' },
    ),
  },
  {
    source: 'projectcalico/calico, manifests/calico-bpf.yaml, calico-kube-controllers',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/calico/calico:master, livenessProbe: { exec: { command: [ /usr/bin/calico, component, kube-controllers, kube-controllers-health, -l ] }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ /usr/bin/calico, component, kube-controllers, kube-controllers-health, -r ] }, periodSeconds: 10 }',
    ]),
  },
]
