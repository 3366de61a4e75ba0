export {
  createPlatformCaller,
  type CallingRegistration,
  type PlatformCaller,
  type PlatformRequest,
  type TokenProbe,
} from './service-token.client.ts';
export { recordGrades, type NewGrade } from './record-grades.ts';
export { createGradeSender, type GradeSender } from './send-grades.ts';
