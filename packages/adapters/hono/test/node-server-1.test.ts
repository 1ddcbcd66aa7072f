import { getRequestListener } from '@hono/node-server1'
import { nodeConformance } from './node-conformance.ts'

nodeConformance(getRequestListener)
