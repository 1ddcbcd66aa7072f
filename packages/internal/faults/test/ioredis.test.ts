import { ioredisSubjects } from '../src/redis.ts'
import { matrix } from './matrix.ts'

matrix(ioredisSubjects)
