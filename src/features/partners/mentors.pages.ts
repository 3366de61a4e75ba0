import {
  APPRAISAL_CRITERIA,
  COMPETENCES,
  ENGAGEMENTS,
  type AppraisalCriterion,
  type FileWords,
  type MentorRow,
  type Ratings,
} from './mentor-file.schema.ts';
import {
  appraisalDueOn,
  gradeOf,
  judgeReadiness,
  type Grade,
  type Lack,
  type Readiness,
} from './mentor-file.rules.ts';

interface MentorView {
  personId: string;
  name: string;
  /** '' stands for the whole school. */
  courses: string[];
  readiness: Readiness;
  lacks: Lack[];
  agreementUntil: string | null;
  agreementEnds: boolean;
  lastScore: number | null;
  grade: Grade | null;
  appraisalDueOn: string | null;
  appraisalDue: boolean;
  exceptUntil: string | null;
}

export interface MentorsPage {
  mentors: MentorView[];
  ready: number;
  due: number;
  /** Opens the files; others see only whether they are complete. */
  keeps: boolean;
  ownPersonId: string;
}

export function presentMentors(
  rows: readonly MentorRow[],
  reader: { personId: string; keeps: boolean },
  days: { today: string; soon: string },
): MentorsPage {
  const mentors = rows.map((row) => presentMentor(row, days));
  return {
    mentors,
    ready: mentors.filter(({ readiness }) => readiness !== 'notReady').length,
    due: mentors.filter(({ appraisalDue, agreementEnds }) => appraisalDue || agreementEnds).length,
    keeps: reader.keeps,
    ownPersonId: reader.personId,
  };
}

/** `soon`: the day RENEW_DAYS from today. */
function presentMentor(row: MentorRow, { today, soon }: { today: string; soon: string }): MentorView {
  const { readiness, lacks } = judgeReadiness({ file: row.hasFile ? row : null, exception: row }, today);
  const dueOn = appraisalDueOn(row);
  return {
    personId: row.personId,
    name: row.name,
    courses: row.courses,
    readiness,
    lacks,
    agreementUntil: row.agreementUntil,
    agreementEnds: row.agreementUntil !== null && row.agreementUntil <= soon,
    lastScore: row.lastScore,
    grade: row.lastScore === null ? null : gradeOf(row.lastScore),
    appraisalDueOn: dueOn,
    appraisalDue: dueOn !== null && dueOn <= soon,
    exceptUntil: row.exceptUntil !== null && row.exceptUntil >= today ? row.exceptUntil : null,
  };
}

export interface AppraisalView {
  appraisedOn: string;
  score: number;
  grade: Grade;
  byName: string | null;
  words: string | null;
  ratings: { criterion: AppraisalCriterion; rating: number }[];
}

export interface MentorPage {
  saved: boolean;
  mentor: MentorView;
  mayWrite: boolean;
  mayExcept: boolean;
  today: string;
  file: {
    employer: string;
    position: string;
    competences: { id: string; evidence: string; shown: boolean }[];
    engagements: { id: string; ticked: boolean }[];
    selection: string;
    selectedOn: string | null;
    agreement: string;
    agreementFrom: string | null;
    updatedAt: Date | null;
  };
  exceptReason: string | null;
  criteria: readonly AppraisalCriterion[];
  appraisals: AppraisalView[];
}

export function presentMentorPage(
  opened: {
    row: MentorRow;
    words: FileWords | null;
    updatedAt: Date | null;
    exceptReason: string | null;
    appraisals: readonly {
      appraisedOn: string;
      score: number;
      byName: string | null;
      words: string | null;
      ratings: Ratings;
    }[];
  },
  given: { mayWrite: boolean; mayExcept: boolean; saved: boolean; today: string; soon: string },
): MentorPage {
  const { row, words } = opened;
  const { mayWrite, mayExcept, saved, ...days } = given;
  return {
    saved,
    mentor: presentMentor(row, days),
    mayWrite,
    mayExcept,
    today: days.today,
    file: {
      employer: words?.employer ?? '',
      position: words?.position ?? '',
      competences: COMPETENCES.map((id) => ({
        id,
        evidence: words?.evidence[id] ?? '',
        shown: row.shown.includes(id),
      })),
      engagements: ENGAGEMENTS.map((id) => ({ id, ticked: row.engagements.includes(id) })),
      selection: words?.selection ?? '',
      selectedOn: row.selectedOn,
      agreement: words?.agreement ?? '',
      agreementFrom: row.agreementFrom,
      updatedAt: opened.updatedAt,
    },
    exceptReason: opened.exceptReason,
    criteria: APPRAISAL_CRITERIA,
    appraisals: opened.appraisals.map((one) => ({
      ...one,
      grade: gradeOf(one.score),
      ratings: APPRAISAL_CRITERIA.map((criterion) => ({ criterion, rating: one.ratings[criterion] })),
    })),
  };
}
