import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import { notify } from '../inbox/index.ts';
import type { SignedIn } from '../roster/index.ts';
import { careerSettings } from './career.tables.ts';
import { presentClass, type ClassAsk, type ClassPage } from './class.pages.ts';
import { countByClass, findAssessmentSettings, selectFollowed } from './class.queries.ts';
import { presentNotice } from './notices.rules.ts';
import { mayReadPortraits, scopeOf } from './scope.rules.ts';

const SHOWN = 500;

/** How far the reader's learners are: in a course its learners, else the classes and, of the chosen one, its learners. */
export async function loadClass(deps: Deps, who: SignedIn, ask: ClassAsk): Promise<ClassPage> {
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
      readsPortraits: mayReadPortraits(who),
    },
    deps.now(),
  );
}

/** Reminds whoever of a class (or of the course) lacks an assessment, once a day at most; how many lack one. */
export async function remindClass(deps: Deps, who: SignedIn, classId: string | null): Promise<number> {
  const { schoolId, personId: byPersonId } = who;
  const ask = { classId, category: null, saved: false, reminded: null };
  const { learners } = await loadClass(deps, who, ask);
  const missing = (learners ?? []).filter(({ due }) => due !== 'done');
  const occasion = `asked-${deps.now().toISOString().slice(0, 10)}`;
  await inTransaction(deps.db, async (tx) => {
    for (const { personId, dueAt } of missing)
      await notify(tx, deps, presentNotice({ schoolId, personId }, 'asked', { occasion, dueAt, byPersonId }));
  });
  return missing.length;
}

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
