import type { Deps } from '../infra/deps.ts';
import type { Locale } from '../infra/views.ts';
import { beginAttempt } from '../features/instruments/index.ts';
import { submitAttempt } from '../features/instruments/hand-in.ts';
import { findAttempt, selectOwnAttempts } from '../features/instruments/instruments.queries.ts';
import { saveAnswers } from '../features/instruments/save-answers.ts';
import { importFigures } from '../features/occupations/import-figures.ts';
import { selectFigureImports } from '../features/occupations/figures.queries.ts';
import { selectIdentities, type InCourse } from '../features/roster/index.ts';
import { accountKey } from '../features/xapi/index.ts';
import { planAttempts, writeSampleFigures, type PlannedAttempt } from './sample-career.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';
import { DAY_MS } from './sample-course.rules.ts';
import type { SampleLearner } from './sample-learners.rules.ts';

/** A class partly assessed, and figures of demand and pay; what is there already stays. */
export async function setUpCareer(
  deps: Deps,
  who: InCourse,
  given: {
    course: SampleCourse;
    locale: Locale;
    endsAt: Date;
    lmsUrl: string;
    learners: readonly SampleLearner[];
  },
): Promise<void> {
  const { schoolId } = who;
  const keyOf = ({ userId }: SampleLearner) => accountKey(given.lmsUrl, String(userId));
  const people = await selectIdentities(deps.db, schoolId, given.learners.map(keyOf));
  for (const [place, learner] of given.learners.entries()) {
    const personId = people.get(keyOf(learner));
    if (!personId) continue;
    for (const planned of planAttempts(learner, place))
      await takeInstrument(deps, { ...who, personId }, planned, given.endsAt);
  }
  const taken = await selectFigureImports(deps.db, schoolId);
  const { figures, region } = given.course.words;
  const words = { source: figures[given.locale], region: region[given.locale] };
  if (taken.length === 0)
    await importFigures(deps, who, { name: words.source, text: writeSampleFigures(given.endsAt, words) });
}

/** Answers a whole instrument as its player would send it, on a day gone by. */
export async function takeInstrument(
  deps: Deps,
  person: { schoolId: string; personId: string; courseId: string | null },
  { instrumentId, daysAgo, answer }: PlannedAttempt,
  endsAt: Date,
): Promise<void> {
  const { schoolId, personId, courseId } = person;
  const key = { schoolId, personId };
  const before = await selectOwnAttempts(deps.db, { ...key, instrumentId });
  if (before.some(({ submittedAt }) => submittedAt !== null)) return;
  const at = new Date(endsAt.getTime() - daysAgo * DAY_MS);
  const then: Deps = { ...deps, now: () => at };
  const attemptId = await beginAttempt(then, { ...key, courseId, instrumentId, assignmentId: null });
  const attempt = await findAttempt(deps.db, { schoolId, attemptId }, 'read');
  const items = attempt?.definition.parts.flatMap((part) => part.items) ?? [];
  const fields = Object.fromEntries(items.map(({ id }) => [`a.${id}`, String(answer(id))]));
  const holder = { ...key, linkId: null };
  await saveAnswers(then, holder, attemptId, fields);
  await submitAttempt(then, holder, attemptId);
}
