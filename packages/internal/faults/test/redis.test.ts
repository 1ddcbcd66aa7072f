import { redisSubjects } from '../src/redis.ts'
import { matrix } from './matrix.ts'

matrix(redisSubjects)
