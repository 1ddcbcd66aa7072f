import { pgSubjects } from '../src/pg.ts'
import { matrix } from './matrix.ts'

matrix(pgSubjects)
