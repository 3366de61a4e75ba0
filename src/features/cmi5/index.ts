export { cmi5Routes, type Cmi5Listeners } from './cmi5.routes.ts';
export { serveContent } from './content.routes.ts';
export { readArchive, readSmallFile, type Archive } from './package-archive.ts';
export { createSessionGuests } from './session-guests.ts';
export { gradePackagesOfCourse } from './grade-packages.ts';
export { cmi5LinkKinds } from './link-kinds.ts';
export { cmi5DataSources } from './personal-data.ts';
export { deleteRegistrationsOf } from './registrations.queries.ts';
export { selectPackageSenders } from './select-senders.ts';
