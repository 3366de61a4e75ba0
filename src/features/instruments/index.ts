import type { Job } from '../../infra/jobs.ts';
import { handInOverdue } from './hand-in.ts';

export { instrumentsRoutes } from './instruments.routes.ts';
export { loadInstruments } from './load-instruments.ts';
export { instrumentsDataSources } from './personal-data.ts';
export { deleteAttemptsOf } from './attempt.queries.ts';
export { drawInt, drawLots, shuffle, type Lot } from './seed.rules.ts';
export { beginAttempt } from './begin-attempt.ts';
export { findNewestResult } from './find-newest-result.ts';
export { issueLink, selectLinkAnswers, withdrawLinks, type LinkAnswer } from './answer-links.ts';
export { loadStandings, type Standing } from './load-standings.ts';
export type { ScoreResult } from './score.rules.ts';

export const instrumentsJobs: Job[] = [
  { name: 'instruments-hand-in', schedule: '*/2 * * * *', run: handInOverdue },
];

export { buildResultChart, resultChartSize } from './result.pages.ts';
