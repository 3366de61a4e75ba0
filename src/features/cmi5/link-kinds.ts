import type { LinkKind } from '../lti/index.ts';
import { inBothLanguages } from './lang-string.rules.ts';
import { LINK_KIND, selectPackages } from './packages.queries.ts';

/** Packages, each placed in the LMS course by a link of its own. */
export const cmi5LinkKinds: LinkKind[] = [
  {
    name: LINK_KIND,
    gradable: true,
    gradedByDefault: true,
    path: (packageId, readsAsLearner) => `/cmi5/${packageId}${readsAsLearner ? '' : '/results'}`,
    choices: async (db, course) =>
      (await selectPackages(db, course)).map(({ id, structure }) => ({
        ref: id,
        title: inBothLanguages(structure.title),
      })),
  },
];
