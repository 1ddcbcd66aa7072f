import { mariadbSubjects } from '../src/mysql2.ts'
import { matrix } from './matrix.ts'

matrix(mariadbSubjects)
