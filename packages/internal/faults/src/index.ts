export { pgSubjects } from './pg.ts'
export { suffer } from './suffer.ts'
