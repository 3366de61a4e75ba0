export { ltiRoutes } from './lti.routes.ts';
export { ltiJobs } from './lti.jobs.ts';
export { selectIssuers, selectRegistrations } from './lti.queries.ts';
export { NewRegistration, approveDeployment, createRegistration } from './create-registration.ts';
export { selectKeys, tendKeys, rotateKeys, revokeKey } from './tool-keys.ts';
export { signAsTool } from './sign-as-tool.ts';
export type { Registration } from './launch.schema.ts';
export { platformAddresses } from './platform-addresses.rules.ts';
export type { Landings, LaunchListener, LaunchNews, LinkChoice, LinkKind } from './link-kinds.ts';
