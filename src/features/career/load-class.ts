import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import { careerSettings } from './career.tables.ts';
import { presentClass, type ClassAsk, type ClassPage } from './class.pages.ts';
import { countByClass, findAssessmentSettings, selectFollowed } from './class.queries.ts';
import type { CareerContributions, Reminder } from './contributions.ts';
import { mayReadPortraits, scopeOf } from './scope.rules.ts';

const SHOWN = 500;

/** How far the reader's learners are: in a course its learners, else the classes and, of the chosen one, its learners. */
export async function loadClass(
  deps: Deps,
  { remind }: CareerContributions,
  who: SignedIn,
  ask: ClassAsk,
): Promise<ClassPage> {
  const { db } = deps;
  const { schoolId } = who;
  const scope = scopeOf(who);
  const { classId, category } = ask;
  const wanted = { schoolId, scope, category };
  return presentClass(
    {
      counts: await countByClass(db, wanted),
      learners:
        scope.kind === 'school' && classId === null
          ? null
          : await selectFollowed(db, { ...wanted, classId, limit: SHOWN + 1 }),
      settings: await findAssessmentSettings(db, schoolId),
      limit: SHOWN,
    },
    ask,
    {
      maySet: scope.kind === 'school',
      mayRemind: remind !== null,
      readsPortraits: mayReadPortraits(who),
    },
    deps.now(),
  );
}

/** Reminds whoever of a class (or of the course) lacks an assessment, once a day at most; how many. */
export async function remindClass(
  deps: Deps,
  contributions: CareerContributions,
  who: SignedIn,
  classId: string | null,
): Promise<number> {
  if (contributions.remind === null) return 0;
  const ask = { classId, category: null, saved: false, reminded: null };
  const { learners } = await loadClass(deps, contributions, who, ask);
  const key = `career-assessments:asked:${deps.now().toISOString().slice(0, 10)}`;
  const reminders = (learners ?? [])
    .filter(({ due }) => due !== 'done')
    .map(({ personId, dueAt }) => presentReminder(who.schoolId, personId, key, 'asked', dueAt));
  await contributions.remind(reminders);
  return reminders.length;
}

export const presentReminder = (
  schoolId: string,
  personId: string,
  key: string,
  stage: 'asked' | 'soon' | 'overdue',
  dueAt: Date,
): Reminder => ({
  schoolId,
  personId,
  key,
  label: `career.reminder.${stage}`,
  values: { due: dueAt.toISOString().slice(0, 10) },
  href: '/career',
});

/** Until when assessments are due in this school, from enrolment. */
export async function saveDueDays(deps: Deps, who: SignedIn, dueDays: number): Promise<void> {
  const { schoolId, personId } = who;
  if (scopeOf(who).kind !== 'school') throw forbidden('roleMissing');
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insert(careerSettings)
      .values({ schoolId, assessmentDueDays: dueDays })
      .onConflictDoUpdate({ target: careerSettings.schoolId, set: { assessmentDueDays: dueDays } });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'career.settings.save',
      subjectType: 'school',
      subjectId: schoolId,
      detail: { dueDays },
    });
  });
}
