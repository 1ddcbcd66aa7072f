import { getRequestListener } from '@hono/node-server'
import { nodeConformance } from './stage.ts'

nodeConformance(getRequestListener)
