export { trainingRoutes } from './training.routes.ts';
export { trainingDataSources } from './personal-data.ts';
export { forgetTraining } from './forget-person.ts';
export { selectAttendanceByKind, type AttendanceOfKind } from './attendance.queries.ts';
