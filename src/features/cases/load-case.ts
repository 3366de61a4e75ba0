import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { Locale } from '../../infra/views.ts';
import { openForPerson } from '../roster/index.ts';
import { loadScope, type CaseReader } from './act-on-case.ts';
import type { CaseHappening } from './case-view.schema.ts';
import { namedIn, onBehalfOf, presentCase, type CasePage } from './case.pages.ts';
import { actorIn, maySee } from './case.rules.ts';
import { selectCourseStaff, selectNames } from './case-staff.queries.ts';
import { findCase, selectCaseEvents, selectCases, type CaseEventRow } from './cases.queries.ts';
import { presentWarnings, type WarningsPage } from './warnings.pages.ts';

type Reader = CaseReader & { locale: Locale };

export async function loadWarnings(deps: Deps, who: Reader, show: 'open' | 'closed'): Promise<WarningsPage> {
  const scope = await loadScope(deps.db, who, deps.now());
  const listed = await selectCases(deps.db, scope, show);
  return presentWarnings(listed, { ...who, ...scope }, show, deps.now());
}

/** A case with its notes opened; that they were read is recorded (R108). */
export async function loadCase(deps: Deps, who: Reader, caseId: string, saved: boolean): Promise<CasePage> {
  return inTransaction(deps.db, async (tx) => {
    const scope = await loadScope(tx, who, deps.now());
    const detail = await findCase(tx, scope, caseId);
    if (!detail) throw notFound();
    const reader = actorIn({ ...who, ...scope }, detail.courseId);
    if (!maySee(reader, detail)) throw notFound();
    const events = await selectCaseEvents(tx, { schoolId: who.schoolId, caseId });
    const happenings = await openNotes(tx, deps, who.schoolId, events);
    if (happenings.some(({ note }) => note !== null)) {
      await recordAudit(tx, deps, {
        schoolId: who.schoolId,
        actorPersonId: who.personId,
        action: 'case.notes.read',
        subjectType: detail.subjectPersonId === null ? 'case' : 'person',
        subjectId: detail.subjectPersonId ?? caseId,
        detail: { caseId },
      });
    }
    const named = events.flatMap(({ detail }) =>
      [namedIn(detail), onBehalfOf(detail)].filter((id) => id !== null),
    );
    const reading = {
      detail,
      happenings,
      staff: await selectCourseStaff(tx, { schoolId: who.schoolId, courseId: detail.courseId }),
      names: await selectNames(tx, who.schoolId, [...new Set(named)]),
    };
    return presentCase(reading, reader, deps.now(), saved);
  });
}

/** Notes are sealed with the key of the person they are about, which the step's detail names. */
async function openNotes(
  tx: Database,
  deps: Deps,
  schoolId: string,
  events: readonly (CaseEventRow & { byName: string | null })[],
): Promise<CaseHappening[]> {
  const holders = new Set(events.flatMap(({ detail }) => holderOf(detail) ?? []));
  const opened = new Map<string, string | null>();
  for (const personId of holders) {
    const sealed = events.filter(({ detail }) => holderOf(detail) === personId);
    const notes = await openForPerson(
      tx,
      deps,
      { schoolId, personId },
      sealed.map(({ noteSealed }) => noteSealed),
    );
    sealed.forEach(({ id }, index) => opened.set(id, notes[index] ?? null));
  }
  return events.map(({ id, at, step, byName, detail }) => ({
    id,
    at,
    step,
    byName,
    detail,
    note: opened.get(id) ?? null,
  }));
}

function holderOf(detail: Record<string, unknown>): string | null {
  const holder = detail['sealedFor'];
  return typeof holder === 'string' ? holder : null;
}
