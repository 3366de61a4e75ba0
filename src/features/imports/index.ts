export { importsRoutes } from './imports.routes.ts';
export { importsJobs } from './upload-import.ts';
export { forgetImports, importsDataSources } from './personal-data.ts';
