import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { presentTabs, type TabView } from '../career/index.ts';
import { selectLearners } from '../career-goals/index.ts';
import type { InCourse } from '../roster/index.ts';
import { selectImprovements, selectUnmetCounts } from './findings.queries.ts';
import { SMALLEST_CELL, findCommon, type Finding } from './findings.rules.ts';
import { careerImprovements } from './findings.tables.ts';
import { readGauges } from './load-gauges.ts';

type Improvement = Awaited<ReturnType<typeof selectImprovements>>[number];

export interface FindingsPage {
  tabs: TabView[];
  saved: boolean;
  smallest: number;
  hidden: number;
  findings: (Finding & { improving: boolean })[];
  improvements: (Improvement & { now: Finding | null })[];
}

async function readFindings(db: Database, deps: Deps, who: InCourse) {
  const { schoolId, courseId } = who;
  const learners = await selectLearners(db, { schoolId, courseId });
  const today = dayIn(who.timeZone, deps.now());
  const { gauges } = await readGauges(db, { schoolId, today }, learners);
  return findCommon(
    await selectUnmetCounts(db, { schoolId, courseId }),
    gauges.map(({ parts }) => parts),
  );
}

/** What many of a course's learners have in common, and what is done about it. */
export async function loadFindings(deps: Deps, who: InCourse, saved: boolean): Promise<FindingsPage> {
  const { findings, hidden } = await readFindings(deps.db, deps, who);
  const improvements = await selectImprovements(deps.db, who);
  return {
    tabs: presentTabs(who, 'gauges'),
    saved,
    smallest: SMALLEST_CELL,
    hidden,
    findings: findings.map((finding) => ({
      ...finding,
      improving: improvements.some((one) => one.doneAt === null && one.finding === finding.key),
    })),
    improvements: improvements.map((one) => ({
      ...one,
      now: findings.find(({ key }) => key === one.finding) ?? null,
    })),
  };
}

/** Makes an item to improve of a finding there is. */
export async function improve(
  deps: Deps,
  who: InCourse,
  given: { key: string; words: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { findings } = await readFindings(tx, deps, who);
    const finding = findings.find(({ key }) => key === given.key);
    if (!finding) throw notFound();
    const id = deps.newId();
    const { schoolId, courseId } = who;
    await tx.insert(careerImprovements).values({
      schoolId,
      id,
      courseId,
      finding: finding.key,
      learners: finding.learners,
      of: finding.of,
      words: given.words,
      createdBy: who.personId,
      createdAt: deps.now(),
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'career.improve',
      subjectType: 'career_improvement',
      subjectId: id,
    });
  });
}

export async function finishImprovement(deps: Deps, who: InCourse, improvementId: string): Promise<void> {
  const done = await deps.db
    .update(careerImprovements)
    .set({ doneAt: deps.now() })
    .where(
      and(
        eq(careerImprovements.schoolId, who.schoolId),
        eq(careerImprovements.courseId, who.courseId),
        eq(careerImprovements.id, improvementId),
      ),
    )
    .returning({ id: careerImprovements.id });
  if (done.length === 0) throw notFound();
}
