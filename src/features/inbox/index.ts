export type { NewNotice, NoticeKind, StoodInFor } from './inbox.schema.ts';
export { moveNotices, notify, settleNotices } from './notify.ts';
export { findDeputy, selectStoodInFor, stoodInFor } from './delegations.queries.ts';
export { STAND_IN } from './delegate.ts';
export { inboxRoutes } from './inbox.routes.ts';
export { inboxJobs } from './inbox.jobs.ts';
export { forgetInbox, inboxDataSources } from './personal-data.ts';
