import type { Deps } from '../../infra/deps.ts';
import { dimensionOf } from './dimensions.rules.ts';
import type { PortraitSource } from './portrait-source.schema.ts';
import { selectAssessed, selectPractised } from './portrait.queries.ts';

/** What this room and those to its left know; goals and paths are contributed. */
export const ownPortraitSources = (deps: Pick<Deps, 'db'>): PortraitSource[] => [
  {
    id: 'assessments',
    async selectEvents(key, limit) {
      const assessed = await selectAssessed(deps.db, key, limit);
      return assessed
        .filter(({ instrumentId }) => dimensionOf(instrumentId) !== null)
        .map(({ at, title, version, attemptId }) => ({
          at,
          chain: 'assessment',
          label: 'career.portrait.event.assessed',
          values: { title, version },
          href: `/attempts/${attemptId}/result`,
        }));
    },
  },
  {
    id: 'practice',
    async selectEvents(key, limit) {
      const practised = await selectPractised(deps.db, key, limit);
      return practised.map(({ kind, at, title, name, place }) => ({
        at,
        chain: 'practice',
        label: `career.portrait.event.${kind}`,
        values: { title: name ?? title ?? '', place: place ?? '' },
        href: null,
      }));
    },
  },
];
