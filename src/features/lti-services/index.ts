export {
  createPlatformCaller,
  type CallingRegistration,
  type PlatformCaller,
  type PlatformRequest,
  type TokenProbe,
} from './service-token.client.ts';
