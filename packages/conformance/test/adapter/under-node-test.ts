import { test } from 'node:test'
import { adapterConformance } from '../../src/index.ts'
import { good, serveWith } from './application.ts'

adapterConformance(test, serveWith(good))
