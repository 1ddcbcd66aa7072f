import { getRequestListener } from '@hono/node-server'
import { nodeConformance } from './node-conformance.ts'

nodeConformance(getRequestListener)
