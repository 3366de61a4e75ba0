export { scenesRoutes } from './scenes.routes.ts';
export { scenesDataSources } from './personal-data.ts';
export { deleteRunsOf } from './scenes.queries.ts';
export { enterScene, takeStep, type SceneNames } from './take-step.ts';
