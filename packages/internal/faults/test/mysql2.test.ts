import { mysql2Subjects } from '../src/mysql2.ts'
import { matrix } from './matrix.ts'

matrix(mysql2Subjects)
