import { applicationCharts } from './applications.ts'
import { batch } from './batch.ts'
import { brokers } from './brokers.ts'
import { entryOf } from './chart.ts'
import { databaseCharts } from './databases.ts'
import { delivery } from './delivery.ts'
import { documented } from './documented.ts'
import type { Entry } from './entry.ts'
import { examples } from './examples.ts'
import { gateways } from './gateways.ts'
import { googleCloud } from './google-cloud.ts'
import { kinds } from './kinds.ts'
import { knative } from './knative.ts'
import { machineLearning } from './machine-learning.ts'
import { mesh } from './mesh.ts'
import { microservices } from './microservices.ts'
import { modelServing } from './model-serving.ts'
import { monitoring } from './monitoring.ts'
import { networking } from './networking.ts'
import { nodeCharts } from './node.ts'
import { openshift } from './openshift.ts'
import { operations } from './operations.ts'
import { platformCharts } from './platform.ts'
import { reported } from './reported.ts'
import { storage } from './storage.ts'

const charts = [...nodeCharts, ...applicationCharts, ...databaseCharts, ...platformCharts]

/** All manifests of the corpus. */
export const corpus: readonly Entry[] = [
  ...charts.map(entryOf),
  ...batch,
  ...brokers,
  ...delivery,
  ...documented,
  ...examples,
  ...gateways,
  ...googleCloud,
  ...kinds,
  ...knative,
  ...machineLearning,
  ...mesh,
  ...microservices,
  ...modelServing,
  ...monitoring,
  ...networking,
  ...openshift,
  ...operations,
  ...reported,
  ...storage,
]
