export { signingRoutes } from './signing.routes.ts';
export { signingDataSources } from './personal-data.ts';
export { deleteSigningOf } from './signing.queries.ts';
