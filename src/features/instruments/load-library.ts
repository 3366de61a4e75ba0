import { recordAudit, recordAudits } from '../../infra/audit.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden, notFound } from '../../infra/errors.ts';
import { findPersonName, type SignedIn } from '../roster/index.ts';
import { AttemptContent, valuesOf } from './answer.schema.ts';
import { loadAttempt } from './attempt-state.ts';
import type { Definition } from './definition.schema.ts';
import { buildForm, shownAnswers, walkForm } from './form.rules.ts';
import { findAttempt, findVersion, selectNewestVersions, selectVersions } from './instruments.queries.ts';
import {
  presentCompletion,
  presentLibrary,
  presentPreview,
  type AssignmentPage,
  type LibraryPage,
  type PreviewPage,
} from './library.pages.ts';
import { loadReliabilities, loadResult } from './load-player.ts';
import {
  countHandedIn,
  countLinks,
  findAssignment,
  selectAssignments,
  selectClasses,
  selectCompletion,
  selectHandedIn,
  selectLearnersOf,
} from './manage.queries.ts';
import { audiencesOf, judgeReader, mayPublish, seesAssignment } from './manage.rules.ts';
import type { ResultPage } from './result.pages.ts';
import { ENOUGH_TO_SUM, summarise, type ItemSummary } from './summary.rules.ts';

export async function loadLibrary(deps: Deps, who: SignedIn, saved: boolean): Promise<LibraryPage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const audiences = audiencesOf(who);
  return presentLibrary({
    newest: await selectNewestVersions(db, schoolId),
    handedIn: await countHandedIn(db, schoolId),
    assignments: (await selectAssignments(db, schoolId)).filter((row) => seesAssignment(who, row)),
    classes: audiences.includes('class') ? await selectClasses(db, schoolId) : [],
    learners: courseId === null ? [] : await selectLearnersOf(db, { schoolId, courseId }),
    audiences,
    mayPublish: mayPublish(who),
    saved,
  });
}

export async function loadPreview(
  deps: Deps,
  who: SignedIn,
  key: { instrumentId: string; version: number },
): Promise<PreviewPage> {
  const { schoolId } = who;
  const definition = await findVersion(deps.db, { schoolId, ...key });
  if (!definition) throw notFound();
  return presentPreview(
    definition,
    buildForm(definition, 'preview'),
    await selectVersions(deps.db, { schoolId, instrumentId: key.instrumentId }),
    await loadReliabilities(deps, schoolId, definition),
  );
}

/** Who has answered, and how the group did, as far as that tells of nobody. */
export async function loadAssignment(
  deps: Deps,
  who: SignedIn,
  assignmentId: string,
): Promise<AssignmentPage> {
  const { schoolId } = who;
  const key = { schoolId, assignmentId };
  const row = await findAssignment(deps.db, key);
  if (!row || !seesAssignment(who, row)) throw notFound();
  const definition = await findVersion(deps.db, { ...row, schoolId });
  if (!definition) throw notFound();
  const rights = judgeReader(definition.privacy, who.roles);
  return presentCompletion(row, row.audience === 'links' ? [] : await selectCompletion(deps.db, key), {
    links: row.audience === 'links' ? await countLinks(deps.db, key) : null,
    reads: rights !== 'none',
    summed: definition.privacy.staff !== 'none',
    summary:
      definition.privacy.staff === 'none'
        ? []
        : await loadSummary(deps, who, key, definition, rights === 'answers'),
    enoughToSum: ENOUGH_TO_SUM,
    now: deps.now(),
  });
}

/** Own words stand as they were written: that they were read is recorded with each person whose they are. */
async function loadSummary(
  deps: Deps,
  who: SignedIn,
  key: { schoolId: string; assignmentId: string },
  definition: Definition,
  texts: boolean,
): Promise<ItemSummary[]> {
  const rows = await selectHandedIn(deps.db, key);
  if (rows.length < ENOUGH_TO_SUM) return [];
  const forms = rows.flatMap(({ seed, contentSealed, personId, wrappedKey }) => {
    if (personId !== null && wrappedKey === null) return [];
    const text =
      wrappedKey === null
        ? deps.vault.openWithMaster(contentSealed)
        : deps.vault.open(wrappedKey, contentSealed);
    const values = valuesOf(AttemptContent.parse(JSON.parse(text)));
    const shown = walkForm(buildForm(definition, seed), values);
    return [{ personId, shown, answers: shownAnswers(shown, values) }];
  });
  const summary = summarise(forms, texts);
  const worded = summary.filter((item) => item.texts.length > 0).map(({ id }) => id);
  const read = forms.flatMap(({ personId, answers }) =>
    personId !== null && worded.some((id) => id in answers) ? [personId] : [],
  );
  await recordAudits(
    deps.db,
    deps,
    [...new Set(read)].map((personId) => ({
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'instruments.texts.read',
      subjectType: 'person',
      subjectId: personId,
      detail: { assignmentId: key.assignmentId, instrumentId: definition.id },
    })),
  );
  return summary;
}

/** Somebody else's result, as far as the instrument lets this reader see it; told in their "my data". */
export async function readResult(deps: Deps, who: SignedIn, attemptId: string): Promise<ResultPage> {
  const { schoolId } = who;
  const attempt = await findAttempt(deps.db, { schoolId, attemptId }, 'read');
  if (!attempt?.personId || !attempt.assignmentId || !attempt.submittedAt) throw notFound();
  const { personId, assignmentId, linkId } = attempt;
  const assignment = await findAssignment(deps.db, { schoolId, assignmentId });
  if (!assignment || !seesAssignment(who, assignment)) throw notFound();
  const rights = judgeReader(attempt.definition.privacy, who.roles);
  if (rights === 'none') throw forbidden('instruments.notReader');
  await recordAudit(deps.db, deps, {
    schoolId,
    actorPersonId: who.personId,
    action: 'instruments.result.read',
    subjectType: 'person',
    subjectId: personId,
    detail: { attemptId, instrumentId: attempt.instrumentId },
  });
  const open = await loadAttempt(deps.db, deps, { schoolId, personId, linkId }, attemptId, 'read');
  const result = await loadResult(deps, open, {
    locale: who.locale,
    personName: await findPersonName(deps.db, { schoolId, personId }),
    answers: rights === 'answers',
  });
  if (!result) throw notFound();
  return result;
}
