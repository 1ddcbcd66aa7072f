import { type Entry, workload } from './entry.ts'

/** Servers of models. */
export const modelServing: readonly Entry[] = [
  {
    source: 'kserve/kserve, charts/kserve-runtime-configs/files/llmisvcconfigs/resources.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'name: main',
        'name: training-server, image: ghcr.io/llm-d/llm-d-latency-predictor-training-server:0.9.0, ports: [ { name: training-port, containerPort: 8000 } ], startupProbe: { failureThreshold: 30, httpGet: { path: /healthz, port: 8000 }, periodSeconds: 10 }, livenessProbe: { httpGet: { path: /healthz, port: 8000 }, initialDelaySeconds: 30, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /readyz, port: 8000 }, initialDelaySeconds: 45, periodSeconds: 10 }',
        'name: prediction-server, image: ghcr.io/llm-d/llm-d-latency-predictor-prediction-server:0.9.0, ports: [ { name: predict-port, containerPort: 8001 } ], startupProbe: { failureThreshold: 60, httpGet: { path: /readyz, port: 8001 }, periodSeconds: 10 }, livenessProbe: { failureThreshold: 5, httpGet: { path: /healthz, port: 8001 }, initialDelaySeconds: 15, periodSeconds: 15, timeoutSeconds: 5 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /readyz, port: 8001 }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5 }',
      ],
      {
        api: 'serving.kserve.io/v1alpha2',
        kind: 'LLMInferenceServiceConfig',
        path: 'spec.router.scheduler.template',
        pod: 'terminationGracePeriodSeconds: 60, restartPolicy: Always',
      },
    ),
    useful: ['containers[2].startupProbe.httpGet.path startup-checks-readiness'],
  },
  {
    source: 'kserve/kserve, charts/kserve-runtime-configs/files/runtimes/resources.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: vllm/vllm-openai:latest, command: [ python, -m, vllm.entrypoints.openai.api_server ], startupProbe: { failureThreshold: 60, httpGet: { path: /v1/models, port: 8080 }, initialDelaySeconds: 30, periodSeconds: 30, successThreshold: 1, timeoutSeconds: 10 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /v1/models, port: 8080 }, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 5 }',
      ],
      { api: 'serving.kserve.io/v1alpha1', kind: 'ClusterServingRuntime', path: 'spec' },
    ),
  },
  {
    source: 'kserve/kserve, docs/samples/llmisvc/e2e-gpt-oss/llmisvc_config_prefix_cache.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: ghcr.io/llm-d/llm-d-cuda:v0.9.0, command: [ /bin/sh, -c ], livenessProbe: { initialDelaySeconds: 1200 }, readinessProbe: { initialDelaySeconds: 10, periodSeconds: 10 }',
      ],
      {
        api: 'serving.kserve.io/v1alpha2',
        kind: 'LLMInferenceServiceConfig',
        path: 'spec.template',
      },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source:
      'kserve/kserve, docs/samples/llmisvc/latency-predictor/llm-inference-service-latency-predictor.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'livenessProbe: { httpGet: { path: /health, port: 8000, scheme: HTTPS }, initialDelaySeconds: 120, periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 5 }',
      ],
      { api: 'serving.kserve.io/v1alpha1', kind: 'LLMInferenceService', path: 'spec.template' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'kserve/kserve, docs/samples/llmisvc/lora-adapters/test-examples/01-lora-hf-cpu.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: vllm/vllm-openai-cpu:v0.19.0, livenessProbe: { httpGet: { path: /health, port: 8000, scheme: HTTPS }, initialDelaySeconds: 180, periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 8 }, readinessProbe: { httpGet: { path: /health, port: 8000, scheme: HTTPS }, initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }',
      ],
      { api: 'serving.kserve.io/v1alpha2', kind: 'LLMInferenceService', path: 'spec.template' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The model server has no dependency, and the request fails only if its engine does.',
    },
  },
  {
    source:
      'kserve/kserve, docs/samples/llmisvc/managed-dra/llm-inference-service-managed-dra-multi-device.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'name: sidecar, image: busybox:1.36, command: [ sh, -c, while true; do sleep 3600; done ]',
        'name: main, livenessProbe: { httpGet: { path: /health, port: 8000, scheme: HTTPS }, initialDelaySeconds: 120, periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 5 }',
      ],
      { api: 'serving.kserve.io/v1alpha2', kind: 'LLMInferenceService', path: 'spec.template' },
    ),
    useful: ['containers[1].livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'kserve/kserve, install/v0.16.0-rc1/kserve-cluster-resources.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'name: main, image: ghcr.io/llm-d/llm-d-dev:v0.2.2, ports: [ { containerPort: 8001 } ], command: [ vllm, serve, /mnt/models ], livenessProbe: { failureThreshold: 3, httpGet: { path: /health, port: 8001, scheme: HTTP }, initialDelaySeconds: 120, periodSeconds: 10, timeoutSeconds: 10 }, readinessProbe: { failureThreshold: 60, httpGet: { path: /health, port: 8001, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5 }',
      ],
      {
        api: 'serving.kserve.io/v1alpha1',
        kind: 'LLMInferenceServiceConfig',
        path: 'spec.template',
        pod: 'terminationGracePeriodSeconds: 30',
        init: [
          'name: llm-d-routing-sidecar, image: ghcr.io/llm-d/llm-d-routing-sidecar:v0.2.0, restartPolicy: Always, ports: [ { containerPort: 8000 } ], livenessProbe: { failureThreshold: 3, httpGet: { path: /health, port: 8000, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 10 }, readinessProbe: { failureThreshold: 10, httpGet: { path: /health, port: 8000, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5 }',
        ],
      },
    ),
    useful: [
      'initContainers[0].livenessProbe liveness-before-readiness',
      'livenessProbe liveness-before-readiness',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
    unhelpful: {
      'initContainers[0].livenessProbe.httpGet.path same-request':
        'The model server has no dependency, and the request fails only if its engine does.',
      'livenessProbe.httpGet.path same-request':
        'The model server has no dependency, and the request fails only if its engine does.',
    },
  },
]
