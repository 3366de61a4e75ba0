import type { Database } from '../../infra/db.ts';
import { isSilent } from './class-need.rules.ts';
import { SHARED_WEAK_SPOT, CLASS_SIZE } from './class-warning.rules.ts';
import { selectSharedWeakSpots } from './decisions.queries.ts';
import { loadSnapshots } from './load-snapshots.ts';
import { assessMastery, assessOwnLevel } from './mastery.rules.ts';
import { deadlinesOfTier } from './learner-decision.rules.ts';
import { selectLearnerNames, selectSpotsWithTries, selectTriesNow } from './methods.queries.ts';
import { suggestMethods, type MethodLearner } from './methods.rules.ts';
import type { MethodSubject, MethodSuggestion } from './methods.schema.ts';
import { measureLearner } from './warning.rules.ts';

const ACTIVITY_MAX = 2;
const SHARED_SHOWN = 5;

/** What to try in a course now: a fixed number of queries, whatever its size. */
export async function findSuggestions(
  db: Database,
  key: { schoolId: string; courseId: string; timeZone: string },
  now: Date,
): Promise<MethodSuggestion[]> {
  const { schoolId, courseId } = key;
  const learners = await loadMethodLearners(db, key, now);
  const shared = (await selectSharedWeakSpots(db, schoolId, [courseId]))
    .filter((spot) => learners.length >= CLASS_SIZE && spot.learners / learners.length >= SHARED_WEAK_SPOT)
    .sort((a, b) => b.learners - a.learners || (a.skillId < b.skillId ? -1 : 1))
    .slice(0, SHARED_SHOWN);
  const skillIds = shared.map(({ skillId }) => skillId);
  const elsewhere = new Map<string, MethodSubject[]>();
  if (skillIds.length > 0) {
    const here = new Set(learners.map(({ personId }) => personId));
    const others = (await selectSpotsWithTries(db, schoolId, { skillIds })).filter(
      (spot) => spot.courseId !== courseId && !here.has(spot.personId),
    );
    for (const skillId of skillIds) {
      const personIds = others.filter((spot) => spot.skillId === skillId).map(({ personId }) => personId);
      const mastery = await measureMastery(db, schoolId, { skillId, personIds });
      elsewhere.set(
        skillId,
        [...mastery].map(([personId, before]) => ({ personId, before })),
      );
    }
  }
  return suggestMethods(learners, shared, elsewhere);
}

/** Mastery of a skill as weak spots are judged by, of those who have answered anything. */
export async function measureMastery(
  db: Database,
  schoolId: string,
  wanted: { skillId: string; personIds: readonly string[] },
): Promise<Map<string, number>> {
  const rows = wanted.personIds.length === 0 ? [] : await selectTriesNow(db, schoolId, wanted);
  return new Map(
    rows.map(({ personId, all, right, ...tries }) => [
      personId,
      assessMastery(tries, assessOwnLevel([{ attempts: all, correct: right }])).mastery,
    ]),
  );
}

/** The course's learners as suggestions see them. */
export async function loadMethodLearners(
  db: Database,
  { schoolId, courseId, timeZone }: { schoolId: string; courseId: string; timeZone: string },
  now: Date,
): Promise<MethodLearner[]> {
  const { learners } = await loadSnapshots(db, schoolId, timeZone, { courseId }, now);
  const spots = await selectSpotsWithTries(db, schoolId, { courseId });
  const rows = await selectLearnerNames(db, { schoolId, courseId });
  const names = new Map(rows.map(({ personId, name }) => [personId, name]));
  return learners.map(({ personId, snapshot }) => {
    const { signals } = snapshot;
    const deadlines = deadlinesOfTier(snapshot, snapshot.tier?.tier ?? 'zero_basis');
    const measures = measureLearner({ ...signals, deadlines }, now);
    const share = signals.courseMeanEvents === 0 ? 1 : signals.events / signals.courseMeanEvents;
    return {
      personId,
      name: names.get(personId) ?? '',
      silentDays: measures['silentDays'] ?? 0,
      silent: (measures['silentDays'] ?? 0) > 0 && isSilent(signals.lastActivityAt, now),
      missedDeadlines: measures['missedDeadlines'] ?? 0,
      activity: Math.min(ACTIVITY_MAX, share),
      allSkills: snapshot.allSkills,
      weakSpots: spots.filter((spot) => spot.personId === personId),
    };
  });
}
