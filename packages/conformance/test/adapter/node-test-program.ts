import { test } from 'node:test'
import { adapterConformance } from '../../src/index.ts'
import { goodAdapter, serveWith } from './application.ts'

adapterConformance(test, serveWith(goodAdapter))
