import { mysqlSubjects } from '../src/mysql2.ts'
import { matrix } from './matrix.ts'

matrix(mysqlSubjects)
