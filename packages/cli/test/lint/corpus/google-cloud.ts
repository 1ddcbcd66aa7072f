import { type Entry, workload } from './entry.ts'

/** Examples of Google Kubernetes Engine. */
export const googleCloud: readonly Entry[] = [
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, cost-optimization/gke-shift-left-cost/samples/k8s-cost-estimator-github/wordpress/mysql-statefulset.yaml',
    version: '2026-07-30',
    manifest: workload(
      [
        'image: mysql:5.7, ports: [ { name: mysql, containerPort: 3306 } ], livenessProbe: { exec: { command: [ mysqladmin, ping ] }, initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5 }, readinessProbe: { exec: { command: [ mysql, -h, 127.0.0.1, -e, SELECT 1 ] }, initialDelaySeconds: 5, periodSeconds: 2, timeoutSeconds: 1 }',
      ],
      { kind: 'StatefulSet' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, quickstarts/hello-app-redis/manifests/redis-cluster.yaml',
    version: '2026-07-30',
    manifest: workload(
      [
        'image: redis:6.2, ports: [ { name: redis, containerPort: 6379 }, { name: cluster, containerPort: 16379 } ], command: [ redis-server ], startupProbe: { periodSeconds: 5, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 20, tcpSocket: { port: redis } }, livenessProbe: { periodSeconds: 5, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5, exec: { command: [ sh, -c, /probes/liveness.sh ] } }, readinessProbe: { periodSeconds: 5, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 5, exec: { command: [ sh, -c, /probes/readiness.sh ] } }',
      ],
      { kind: 'StatefulSet', pod: 'terminationGracePeriodSeconds: 20' },
    ),
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/adk-vllm/deploy-agent/deploy-agent.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: us-central1-docker.pkg.dev/<PROJECT_ID>/adk-repo/adk-agent:latest, ports: [ { containerPort: 8080 } ], readinessProbe: { httpGet: { path: /dev-ui/, port: 8080 }, initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 5, successThreshold: 1 }',
    ]),
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/axolotl-multimodal-finetuning-gemma/k8s/tensorboard.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: tensorflow/tensorflow:2.14.0, command: [ tensorboard ], readinessProbe: { httpGet: { path: /, port: 6006 }, initialDelaySeconds: 30, periodSeconds: 10 }',
    ]),
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/infw-gw/examples/getting-started/inference-pool.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: us-central1-docker.pkg.dev/k8s-staging-images/gateway-api-inference-extension/epp:main, ports: [ { containerPort: 9002 }, { containerPort: 9003 }, { name: metrics, containerPort: 9090 } ], livenessProbe: { grpc: { port: 9003, service: inference-extension }, initialDelaySeconds: 5, periodSeconds: 10 }, readinessProbe: { grpc: { port: 9003, service: inference-extension }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    useful: ['livenessProbe same-request'],
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/llm-serving-gemma/trtllm/deploy-triton-server.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: us-docker.pkg.dev/google-samples/containers/gke/tritonserver:2.42.0, ports: [ { name: http, containerPort: 8000 }, { name: grpc, containerPort: 8001 }, { name: metrics, containerPort: 8002 } ], command: [ /scripts/entrypoint.sh ], livenessProbe: { failureThreshold: 60, initialDelaySeconds: 600, periodSeconds: 5, httpGet: { path: /v2/health/live, port: http } }, readinessProbe: { failureThreshold: 60, initialDelaySeconds: 600, periodSeconds: 5, httpGet: { path: /v2/health/ready, port: http } }',
    ]),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/llm-serving-optimum-tpu/optimum-tpu-gemma-2b-2x4.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: REGION_NAME-docker.pkg.dev/PROJECT_ID/optimum-tpu/tgi-tpu:latest, ports: [ { containerPort: 80 } ], livenessProbe: { httpGet: { path: /health, port: 80 }, initialDelaySeconds: 300, periodSeconds: 120 }',
    ]),
    useful: ['no-readiness', 'livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/llm-serving-tpus-jetstream/pytorch/jetstream-pytorch-gemma-7b-it-2x4.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: us-docker.pkg.dev/cloud-tpu-images/inference/jetstream-pytorch-server:v0.2.4, ports: [ { containerPort: 9000 } ], startupProbe: { httpGet: { path: /healthcheck, port: 8000, scheme: HTTP }, periodSeconds: 60, initialDelaySeconds: 90, failureThreshold: 50 }, livenessProbe: { httpGet: { path: /healthcheck, port: 8000, scheme: HTTP }, periodSeconds: 60, failureThreshold: 30 }, readinessProbe: { httpGet: { path: /healthcheck, port: 8000, scheme: HTTP }, periodSeconds: 60, failureThreshold: 30 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The model server has no dependency, and the request fails only if its engine does.',
    },
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/nemo-rl-on-gke/nemoRL/gemma3-27b-it/nvidia-vllm-post-trained-gemma3-27-deploy.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: nvcr.io/nvidia/vllm:26.02-py3, command: [ python3, -m, vllm.entrypoints.openai.api_server ], livenessProbe: { httpGet: { path: /health, port: 8000 }, initialDelaySeconds: 600, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /health, port: 8000 }, initialDelaySeconds: 600, periodSeconds: 5 }',
    ]),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The model server has no dependency, and the request fails only if its engine does.',
    },
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, ai-ml/t5-model-serving/kubernetes/serving-cpu.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: us-central1-docker.pkg.dev/PROJECT_ID/models/t5-small:1.0-cpu, ports: [ { name: http, containerPort: 8080 }, { name: management, containerPort: 8081 }, { name: metrics, containerPort: 8082 } ], livenessProbe: { httpGet: { path: /models/t5-small, port: management }, initialDelaySeconds: 150, periodSeconds: 5 }, readinessProbe: { httpGet: { path: /ping, port: http }, initialDelaySeconds: 120, failureThreshold: 10 }',
    ]),
    useful: [
      'livenessProbe liveness-before-readiness',
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, cost-optimization/gke-vpa-recommendations/k8s/online-shop.yaml, emailservice',
    version: '2026-07-30',
    manifest: workload(
      [
        'image: gcr.io/google-samples/microservices-demo/emailservice:v0.4.1, ports: [ { containerPort: 8080 } ], livenessProbe: { periodSeconds: 5, exec: { command: [ /bin/grpc_health_probe, -addr=:8080 ] } }, readinessProbe: { periodSeconds: 5, exec: { command: [ /bin/grpc_health_probe, -addr=:8080 ] } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 5' },
    ),
    useful: ['livenessProbe budget', 'readinessProbe budget'],
    unhelpful: {
      'livenessProbe same-request':
        'The service has no dependency, and its health service checks only the process.',
    },
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, cost-optimization/gke-vpa-recommendations/k8s/online-shop.yaml, checkoutservice',
    version: '2026-07-30',
    manifest: workload([
      'image: gcr.io/google-samples/microservices-demo/checkoutservice:v0.4.1, ports: [ { containerPort: 5050 } ], livenessProbe: { exec: { command: [ /bin/grpc_health_probe, -addr=:5050 ] } }, readinessProbe: { exec: { command: [ /bin/grpc_health_probe, -addr=:5050 ] } }',
    ]),
    useful: ['livenessProbe budget', 'readinessProbe budget'],
    unhelpful: {
      'livenessProbe same-request':
        'The service depends only on other services, which readiness should not check.',
    },
  },
]
