import { memjsSubjects } from '../src/memjs.ts'
import { matrix } from './matrix.ts'

matrix(memjsSubjects)
