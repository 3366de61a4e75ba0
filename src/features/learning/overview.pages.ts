import type { Ingestion } from '../xapi/index.ts';
import type { CourseOverview, Freshness } from './overview.schema.ts';

export interface OverviewRows {
  courses: CourseOverview[];
  freshness: Freshness;
  ingestion: Ingestion;
}

export interface OverviewPage {
  totals: { courses: number; learners: number; active: number; openWarnings: number; overdue: number };
  /** Share of answered or due warnings that were answered in time; null without any. */
  inTimeShare: number | null;
  hasInTimeShare: boolean;
  judged: number;
  courses: (CourseOverview & {
    activeShare: number;
    hasWarningsJudged: boolean;
    inTimeShare: number;
    quiet: boolean;
  })[];
  freshness: {
    lastStoredAt: Date | null;
    statements: number;
    foldedAt: Date | null;
    waiting: number;
    /** Minutes the oldest unread statement has waited. */
    lagMinutes: number;
    state: 'nothing' | 'current' | 'catching_up' | 'late';
    refused: number;
    lastRefusedAt: Date | null;
  };
  engine: 'postgresql' | 'pglite';
  /** The visit came from no course (account or site level): classes are opened from theirs. */
  withoutCourse: boolean;
}

/** Statements are read within seconds; waiting longer means that something stands still. */
const LATE_MINUTES = 5;

export function presentOverview(
  rows: OverviewRows,
  shown: { now: Date; engine: OverviewPage['engine']; withoutCourse: boolean },
): OverviewPage {
  const sum = (pick: (course: CourseOverview) => number) =>
    rows.courses.reduce((total, course) => total + pick(course), 0);
  const judged = sum((course) => course.judged);
  const share = judged > 0 ? sum((course) => course.answeredInTime) / judged : null;
  return {
    totals: {
      courses: rows.courses.length,
      learners: sum((course) => course.learners),
      active: sum((course) => course.activeLearners),
      openWarnings: sum((course) => course.openYellow + course.openRed),
      overdue: sum((course) => course.overdue),
    },
    inTimeShare: share,
    hasInTimeShare: share !== null,
    judged,
    courses: rows.courses.map((course) => ({
      ...course,
      activeShare: course.learners > 0 ? course.activeLearners / course.learners : 0,
      hasWarningsJudged: course.judged > 0,
      inTimeShare: course.judged > 0 ? course.answeredInTime / course.judged : 0,
      quiet: course.learners > 0 && course.activeLearners === 0,
    })),
    freshness: presentFreshness(rows, shown.now),
    engine: shown.engine,
    withoutCourse: shown.withoutCourse,
  };
}

function presentFreshness({ freshness, ingestion }: OverviewRows, now: Date): OverviewPage['freshness'] {
  const { waiting, oldestWaitingAt } = freshness;
  const lagMinutes =
    oldestWaitingAt === null
      ? 0
      : Math.max(0, Math.floor((now.getTime() - oldestWaitingAt.getTime()) / 60_000));
  const behind = lagMinutes >= LATE_MINUTES ? 'late' : 'catching_up';
  return {
    lastStoredAt: ingestion.lastStoredAt,
    statements: freshness.statements,
    foldedAt: freshness.foldedAt,
    waiting,
    lagMinutes,
    state: waiting > 0 ? behind : ingestion.lastStoredAt === null ? 'nothing' : 'current',
    refused: ingestion.refused,
    lastRefusedAt: ingestion.lastRefusedAt,
  };
}
