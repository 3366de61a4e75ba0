import type { Database } from '../../infra/db.ts';
import { selectPackageStandings, selectSittings, type Graded } from './grade-items.queries.ts';
import type { Standing } from '../lti-services/index.ts';
import { standInPackage, standInSittings } from './grade-items.rules.ts';
import type { GradedKind } from './grade-items.schema.ts';
import { keyOfPair } from './load-snapshots.ts';

/** A graded thing of a course, whether or not a link shows it. */
export interface GradedThing {
  courseId: string;
  kind: GradedKind;
  ref: string;
}

export interface LearnerStanding {
  personId: string;
  standing: Standing;
}

/** Says of each thing where the learners asked about stand; two queries whatever the number of things. */
export async function loadStandings(
  db: Database,
  graded: Graded,
): Promise<(thing: GradedThing) => LearnerStanding[]> {
  const packages = await selectPackageStandings(db, graded);
  const sittings = new Map<string, Sitting[]>();
  for (const sitting of await selectSittings(db, graded)) {
    const key = keyOfPair(sitting);
    sittings.set(key, [...(sittings.get(key) ?? []), sitting]);
  }
  return ({ courseId, kind, ref }) =>
    packages
      .filter((learner) => learner.courseId === courseId)
      .map((learner) => ({
        personId: learner.personId,
        standing:
          kind === 'package'
            ? standInPackage(learner)
            : standInSittings(
                (sittings.get(keyOfPair(learner)) ?? []).filter(({ skillId, unitId, unitOriginId }) =>
                  kind === 'practice' ? skillId === ref : unitId === ref || unitOriginId === ref,
                ),
              ),
      }));
}

type Sitting = Awaited<ReturnType<typeof selectSittings>>[number];
