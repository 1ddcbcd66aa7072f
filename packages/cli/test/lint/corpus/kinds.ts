import { type Entry, workload } from './entry.ts'

const lws = { api: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet' }
const leader = 'spec.leaderWorkerTemplate.leaderTemplate.spec'
const worker = 'spec.leaderWorkerTemplate.workerTemplate.spec'

/** Lists, Templates, and kinds whose pod is at another place. */
export const kinds: readonly Entry[] = [
  {
    source: 'GoogleCloudPlatform/kubernetes-engine-samples, vllm-deepseek-r1-A3.yaml, leader',
    version: '2026-07-30',
    manifest: workload(
      [
        'image: vllm/vllm-openai:v0.8.5, ports: [{ containerPort: 8080 }], command: [sh, -c, "bash multi-node-serving.sh leader --ray_cluster_size=$(LWS_GROUP_SIZE); python3 -m vllm.entrypoints.openai.api_server --port 8080"], readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 }',
      ],
      { ...lws, path: leader },
    ),
    useful: ['command signal-not-forwarded'],
  },
  {
    source: 'GoogleCloudPlatform/kubernetes-engine-samples, vllm-deepseek-r1-A3.yaml, worker',
    version: '2026-07-30',
    manifest: workload(
      [
        'image: vllm/vllm-openai:v0.8.5, command: [sh, -c, "bash multi-node-serving.sh worker --ray_address=$(LWS_LEADER_ADDRESS)"]',
      ],
      { ...lws, path: worker },
    ),
  },
  {
    source:
      'GoogleCloudPlatform/kubernetes-engine-samples, llm-multihost-gpus-tensorrt-llm/lws.yaml',
    version: '2026-07-30',
    manifest: workload(
      [
        'image: tensorrt-llm:1, ports: [{ containerPort: 8000 }], command: [sh, -c, "./install_model.sh; python3 ./server.py leader --pp=8 --tp=2"]',
      ],
      { ...lws, path: leader },
    ),
    useful: ['command signal-not-forwarded'],
  },
  {
    source: 'kserve/kserve, docs/samples/v1beta1/triton/torchscript/torch_transformer.yaml',
    version: '2026-08-21',
    manifest: workload(['image: kserve/image-transformer:latest, command: [python, -m, model]'], {
      api: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      path: 'spec.transformer',
    }),
  },
  {
    source: 'ray-project/kuberay, config/samples/ray-service.incremental-upgrade.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'name: ray-worker, image: rayproject/ray:2.51.0, lifecycle: { preStop: { exec: { command: [/bin/sh, -c, ray stop] } } }',
      ],
      {
        api: 'ray.io/v1',
        kind: 'RayService',
        path: 'spec.rayClusterConfig.workerGroupSpecs.0.template.spec',
      },
    ),
  },
  {
    source: 'microservices-demo/microservices-demo, manifests-jaeger/jaeger.yaml, List',
    version: '2023-12-05',
    manifest: workload(
      [
        'image: jaegertracing/all-in-one, ports: [{ containerPort: 16686 }, { containerPort: 9411 }], readinessProbe: { httpGet: { path: /, port: 16686 }, initialDelaySeconds: 5 }',
      ],
      { api: 'v1', kind: 'List', path: 'items.0.kind: Deployment, spec.template.spec' },
    ),
  },
  {
    source: 'openshift/library, official/cakephp/templates/cakephp-mysql-example.json, Template',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: cakephp-mysql-example, ports: [{ containerPort: 8080 }], livenessProbe: { httpGet: { path: /health.php, port: 8080 }, initialDelaySeconds: 30, periodSeconds: 60, timeoutSeconds: 3 }, readinessProbe: { httpGet: { path: /health.php, port: 8080 }, initialDelaySeconds: 3, periodSeconds: 60, timeoutSeconds: 3 }',
      ],
      {
        api: 'template.openshift.io/v1',
        kind: 'Template',
        path: 'objects.0.kind: Deployment, spec.template.spec',
      },
    ),
    useful: [
      'livenessProbe.httpGet.path same-request',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
  },
]
