import { getRequestListener } from '@hono/node-server1'
import { nodeConformance } from './stage.ts'

nodeConformance(getRequestListener)
