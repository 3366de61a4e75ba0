import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { presentTabs } from '../career/index.ts';
import { openWords, selectSchoolTerms, semesterOf, type Semester } from '../career-goals/index.ts';
import { getSchoolClock, openCase } from '../cases/index.ts';
import { freezeReport } from '../reports/index.ts';
import { sealForPerson, type InCourse } from '../roster/index.ts';
import { mayReport, opensOn, type ExecutionAnswer } from './execution.rules.ts';
import type { ExecutionPage } from './execution.pages.ts';
import { selectExecutions } from './executions.queries.ts';
import { careerExecutions } from './executions.tables.ts';
import { EXECUTION_REPORT } from './execution-report.rules.ts';
import { followPath } from './follow-path.ts';
import { findCurrentPath, selectHoldersWithCourse } from './paths.queries.ts';
import { EXECUTION } from './report-kinds.ts';

interface Holder {
  schoolId: string;
  personId: string;
  courseId: string;
  timeZone: string;
}

/** Freezes the semester's report of a learner, once; false: it was there. */
async function freezeExecution(
  deps: Deps,
  who: Holder,
  semester: Semester,
  madeBy: string | null,
): Promise<boolean> {
  const { schoolId, personId, courseId, timeZone } = who;
  const today = dayIn(timeZone, deps.now());
  const known = await selectExecutions(deps.db, who);
  if (known.some(({ semesterStartsOn }) => semesterStartsOn === semester.startsOn)) return false;
  await followPath(deps.db, who, today);
  const until = today < semester.until ? today : semester.until;
  const ask = { schoolId, timeZone, courseId, personId, from: semester.startsOn, until };
  const reportId = await freezeReport(deps, EXECUTION, ask, madeBy);
  if (reportId === null) return false;
  await deps.db
    .insert(careerExecutions)
    .values({
      schoolId,
      id: deps.newId(),
      personId,
      courseId,
      reportId,
      semesterStartsOn: semester.startsOn,
      semesterEndsOn: semester.endsOn,
      madeAt: deps.now(),
    })
    .onConflictDoNothing();
  return true;
}

/** The learner asks for the report of the semester that is ending. */
export async function makeExecution(deps: Deps, who: InCourse): Promise<void> {
  const today = dayIn(who.timeZone, deps.now());
  const semester = semesterOf(today, await selectSchoolTerms(deps.db, who.schoolId));
  if (!(await findCurrentPath(deps.db, who))) throw notFound();
  if (!mayReport(semester, today)) throw conflict('careerPaths.reportEarly');
  if (!(await freezeExecution(deps, who, semester, who.personId))) throw conflict('careerPaths.reportThere');
}

/** At each semester's last day of teaching and after: the reports that nobody asked for yet. */
export async function makeDueExecutions(deps: Deps): Promise<void> {
  for (const holder of await selectHoldersWithCourse(deps.db)) {
    const today = dayIn(holder.timeZone, deps.now());
    const semester = semesterOf(today, await selectSchoolTerms(deps.db, holder.schoolId));
    if (today >= semester.endsOn) await freezeExecution(deps, holder, semester, null);
  }
}

/** The learner confirms a report, or objects to it; then the career teacher has a case to answer. */
export async function answerExecution(
  deps: Deps,
  who: InCourse,
  executionId: string,
  given: { answer: ExecutionAnswer; words: string },
): Promise<void> {
  if (given.answer === 'objected' && given.words.length < 2) throw conflict('careerPaths.wordsMissing');
  await inTransaction(deps.db, async (tx) => {
    const { schoolId, personId } = who;
    const [row] = await tx
      .update(careerExecutions)
      .set({
        answer: given.answer,
        answeredAt: deps.now(),
        wordsSealed: given.words === '' ? null : await sealForPerson(tx, deps, who, given.words),
      })
      .where(
        and(
          eq(careerExecutions.schoolId, schoolId),
          eq(careerExecutions.personId, personId),
          eq(careerExecutions.id, executionId),
          isNull(careerExecutions.answer),
        ),
      )
      .returning({ courseId: careerExecutions.courseId, startsOn: careerExecutions.semesterStartsOn });
    if (!row) throw notFound();
    if (given.answer === 'objected')
      await openCase(tx, deps, await getSchoolClock(tx, schoolId), {
        schoolId,
        kind: 'path_objection',
        courseId: row.courseId,
        subjectPersonId: personId,
        level: 'yellow',
        evidence: {
          lines: [
            { id: 'careerPaths.execution.objectionLine', values: { day: row.startsOn }, statementIds: [] },
          ],
          suggestion: 'careerPaths.execution.suggestion',
          measures: {},
        },
        ruleVersion: EXECUTION_REPORT,
      });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: `career.execution.${given.answer}`,
      subjectType: 'career_execution',
      subjectId: executionId,
    });
  });
}

export async function loadExecutions(deps: Deps, who: InCourse, saved: boolean): Promise<ExecutionPage> {
  const { db } = deps;
  const today = dayIn(who.timeZone, deps.now());
  const semester = semesterOf(today, await selectSchoolTerms(db, who.schoolId));
  const { rows } = await openWords(deps, who, { rows: await selectExecutions(db, who) });
  const made = rows.some(({ semesterStartsOn }) => semesterStartsOn === semester.startsOn);
  const path = await findCurrentPath(db, who);
  return {
    tabs: presentTabs(who, 'execution'),
    saved,
    semester,
    opensOn: opensOn(semester),
    hasPath: path !== undefined,
    mayMake: path !== undefined && !made && mayReport(semester, today),
    reports: rows.map(({ id, reportId, semesterStartsOn, semesterEndsOn, answer, words }) => ({
      id,
      reportId,
      semesterStartsOn,
      semesterEndsOn,
      answer,
      words,
    })),
  };
}
