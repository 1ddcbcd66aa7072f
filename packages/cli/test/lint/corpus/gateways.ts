import { type Entry, workload } from './entry.ts'

/** Gateways. */
export const gateways: readonly Entry[] = [
  {
    source: 'Kong/kubernetes-ingress-controller, config/manager/manager.yaml',
    version: '2026-08-18',
    manifest: workload(
      [
        'image: controller:latest, command: [ /manager ], livenessProbe: { httpGet: { path: /healthz, port: 10254 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /readyz, port: 10254 }, initialDelaySeconds: 5, periodSeconds: 10 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 10' },
    ),
  },
  {
    source:
      'Kong/kubernetes-ingress-controller, config/variants/multi-gw-postgres/base/gateway_deployment.yaml',
    version: '2026-08-18',
    manifest: workload([
      'image: kong-placeholder:placeholder, ports: [ { name: proxy, containerPort: 8000 }, { name: proxy-ssl, containerPort: 8443 }, { name: metrics, containerPort: 8100 } ], livenessProbe: { httpGet: { path: /status, port: 8100, scheme: HTTP }, initialDelaySeconds: 5, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /status/ready, port: 8100, scheme: HTTP }, initialDelaySeconds: 5, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }, lifecycle: { preStop: { exec: { command: [ /bin/bash, -c, kong quit ] } } }',
    ]),
  },
  {
    source: 'Kong/kubernetes-ingress-controller, examples/gateway-httproute-rewrite-path.yaml',
    version: '2026-08-18',
    manifest: workload([
      'image: registry.k8s.io/e2e-test-images/agnhost:2.40, ports: [ { name: http, containerPort: 8080 } ], command: [ /agnhost, netexec, --http-port=8080 ]',
    ]),
    useful: ['no-readiness'],
  },
  {
    source: 'kubernetes/ingress-nginx, deploy/static/provider/exoscale/deploy.yaml',
    version: '2026-03-20',
    manifest: workload(
      [
        'image: registry.k8s.io/ingress-nginx/controller:v1.15.1, ports: [ { name: http, containerPort: 80 }, { name: https, containerPort: 443 }, { name: webhook, containerPort: 8443 } ], livenessProbe: { failureThreshold: 5, httpGet: { path: /healthz, port: 10254, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 10254, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }, lifecycle: { preStop: { exec: { command: [ /wait-shutdown ] } } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 300' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The controller has one health endpoint, which checks only its own processes.',
    },
  },
  {
    source: 'kubernetes/ingress-nginx, deploy/static/provider/aws/deploy.yaml',
    version: '2026-03-20',
    manifest: workload(
      [
        'image: registry.k8s.io/ingress-nginx/controller:v1.15.1, ports: [ { name: http, containerPort: 80 }, { name: https, containerPort: 443 }, { name: webhook, containerPort: 8443 } ], livenessProbe: { failureThreshold: 5, httpGet: { path: /healthz, port: 10254, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 10254, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }, lifecycle: { preStop: { exec: { command: [ /wait-shutdown ] } } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 300' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The controller has one health endpoint, which checks only its own processes.',
    },
  },
  {
    source: 'kubernetes/ingress-nginx, docs/examples/static-ip/nginx-ingress-controller.yaml',
    version: '2026-03-20',
    manifest: workload(
      [
        'image: registry.k8s.io/ingress-nginx/controller:v1.0.5, ports: [ { containerPort: 80 }, { containerPort: 443 } ], livenessProbe: { httpGet: { path: /healthz, port: 10254, scheme: HTTP }, initialDelaySeconds: 10, timeoutSeconds: 1 }, readinessProbe: { httpGet: { path: /healthz, port: 10254, scheme: HTTP } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 60' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The controller has one health endpoint, which checks only its own processes.',
    },
  },
  {
    source: 'nginx/kubernetes-ingress, deployments/daemon-set/nginx-ingress.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: nginx/nginx-ingress:5.5.4, ports: [ { name: http, containerPort: 80 }, { name: https, containerPort: 443 }, { name: readiness-port, containerPort: 8081 }, { name: prometheus, containerPort: 9113 } ], readinessProbe: { httpGet: { path: /nginx-ready, port: readiness-port }, periodSeconds: 1 }',
      ],
      { kind: 'DaemonSet' },
    ),
  },
  {
    source: 'nginx/kubernetes-ingress, deployments/stateful-set/nginx-ingress.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: nginx/nginx-ingress:5.5.4, ports: [ { name: http, containerPort: 80 }, { name: https, containerPort: 443 }, { name: readiness-port, containerPort: 8081 }, { name: prometheus, containerPort: 9113 } ], readinessProbe: { httpGet: { path: /nginx-ready, port: readiness-port }, periodSeconds: 1 }',
      ],
      { kind: 'StatefulSet' },
    ),
  },
  {
    source: 'nginx/kubernetes-ingress, deployments/deployment/nginx-ingress.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: nginx/nginx-ingress:5.5.4, ports: [ { name: http, containerPort: 80 }, { name: https, containerPort: 443 }, { name: readiness-port, containerPort: 8081 }, { name: prometheus, containerPort: 9113 } ], readinessProbe: { httpGet: { path: /nginx-ready, port: readiness-port }, periodSeconds: 1 }',
    ]),
  },
  {
    source:
      'nginx/kubernetes-ingress, examples/custom-resources/external-auth-oauth2/oauth2-proxy.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: quay.io/oauth2-proxy/oauth2-proxy:v7.15.4, ports: [ { name: https, containerPort: 4180 } ], readinessProbe: { httpGet: { scheme: HTTPS, path: /ping, port: 4180 }, initialDelaySeconds: 5, periodSeconds: 5 }',
    ]),
  },
  {
    source: 'nginx/kubernetes-ingress, examples/shared-examples/waf-bundle-server/deployment.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: nginx:alpine, ports: [ { name: http, containerPort: 80 }, { name: https, containerPort: 443 } ], livenessProbe: { httpGet: { path: /health, port: 80, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /health, port: 80, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    unhelpful: { 'livenessProbe.httpGet.path same-request': 'The container serves static files.' },
  },
  {
    source: 'projectcontour/contour, examples/contour/03-envoy.yaml',
    version: '2026-08-18',
    manifest: workload(
      [
        'name: shutdown-manager, image: ghcr.io/projectcontour/contour:main, command: [ /bin/contour ], lifecycle: { preStop: { exec: { command: [ /bin/contour, envoy, shutdown ] } } }',
        'name: envoy, image: docker.io/envoyproxy/envoy:distroless-v1.39.0, ports: [ { name: http, containerPort: 8080 }, { name: https, containerPort: 8443 }, { name: metrics, containerPort: 8002 } ], command: [ envoy ], readinessProbe: { httpGet: { path: /ready, port: 8002 }, initialDelaySeconds: 3, periodSeconds: 4 }, lifecycle: { preStop: { httpGet: { path: /shutdown, port: 8090, scheme: HTTP } } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 300, restartPolicy: Always' },
    ),
  },
  {
    source: 'projectcontour/contour, examples/contour/03-contour.yaml',
    version: '2026-08-18',
    manifest: workload([
      'image: ghcr.io/projectcontour/contour:main, ports: [ { name: xds, containerPort: 8001 }, { name: metrics, containerPort: 8000 }, { name: debug, containerPort: 6060 } ], command: [ contour ], livenessProbe: { httpGet: { path: /healthz, port: 8000 } }, readinessProbe: { tcpSocket: { port: 8001 }, periodSeconds: 10 }',
    ]),
  },
  {
    source: 'projectcontour/contour, examples/deployment/03-envoy-deployment.yaml',
    version: '2026-08-18',
    manifest: workload(
      [
        'name: shutdown-manager, image: ghcr.io/projectcontour/contour:main, command: [ /bin/contour ], lifecycle: { preStop: { exec: { command: [ /bin/contour, envoy, shutdown ] } } }',
        'name: envoy, image: docker.io/envoyproxy/envoy:distroless-v1.39.0, ports: [ { name: http, containerPort: 8080 }, { name: https, containerPort: 8443 }, { name: metrics, containerPort: 8002 } ], command: [ envoy ], readinessProbe: { httpGet: { path: /ready, port: 8002 }, initialDelaySeconds: 3, periodSeconds: 4 }, lifecycle: { preStop: { httpGet: { path: /shutdown, port: 8090, scheme: HTTP } } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 300, restartPolicy: Always' },
    ),
  },
  {
    source: 'projectcontour/contour, examples/ratelimit/02-ratelimit.yaml',
    version: '2026-08-18',
    manifest: workload([
      'name: redis, image: redis:alpine',
      'name: ratelimit, image: docker.io/envoyproxy/ratelimit:19f2079f, ports: [ { name: http, containerPort: 8080 }, { name: grpc, containerPort: 8081 } ], command: [ /bin/ratelimit ], livenessProbe: { httpGet: { path: /healthcheck, port: 8080 }, initialDelaySeconds: 5, periodSeconds: 5 }',
    ]),
    useful: ['containers[1] no-readiness'],
  },
  {
    source:
      'projectcontour/contour, examples/example-workload/gatewayapi/blue-green/blue-green.yaml',
    version: '2026-08-18',
    manifest: workload([
      'image: stevesloka/echo-server, ports: [ { name: http, containerPort: 8080 } ], command: [ echo-server ]',
    ]),
    useful: ['no-readiness'],
  },
]
