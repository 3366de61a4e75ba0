export { mentorsRoutes as partnersRoutes } from './mentors.routes.ts';
export { forgetPartners, partnersDataSources } from './personal-data.ts';
export { requireReadyMentor } from './require-ready-mentor.ts';
export { saveMentorFile, type FileContent } from './keep-mentor-file.ts';
export { MENTOR_NOTICES, partnersJobs } from './mentor-reminders.ts';
