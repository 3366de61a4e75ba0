import {
  APPRAISAL_CRITERIA,
  COMPETENCES,
  type Competence,
  type Exception,
  type FileOutline,
  type Ratings,
} from './mentor-file.schema.ts';

/** What a file lacks, in the order in which it is filled in. */
export type Lack =
  'employer' | 'position' | Competence | 'engagements' | 'selection' | 'agreement' | 'agreementOver';

/** An agreement that ends so soon is worth a reminder. */
export const RENEW_DAYS = 30;
/** How long an exception may hold: it is for beginning in time, not for going without. */
export const EXCEPTION_DAYS_MAX = 60;

const EMPTY: FileOutline = {
  hasEmployer: false,
  hasPosition: false,
  shown: [],
  engagements: [],
  selectedOn: null,
  agreementFrom: null,
  agreementUntil: null,
};

/** What is missing before a mentor may be given a class, a project or a red warning (R062); empty: nothing. */
export function findLacks(file: FileOutline | null, today: string): Lack[] {
  const { hasEmployer, hasPosition, shown, engagements, selectedOn, ...agreement } = file ?? EMPTY;
  const lacks: Lack[] = [];
  if (!hasEmployer) lacks.push('employer');
  if (!hasPosition) lacks.push('position');
  lacks.push(...COMPETENCES.filter((competence) => !shown.includes(competence)));
  if (engagements.length === 0) lacks.push('engagements');
  if (selectedOn === null || selectedOn > today) lacks.push('selection');
  const { agreementFrom, agreementUntil } = agreement;
  if (agreementFrom === null || agreementUntil === null || agreementFrom > today) lacks.push('agreement');
  else if (agreementUntil < today) lacks.push('agreementOver');
  return lacks;
}

/** Whether an administrator's exception lets somebody be assigned today. */
export const isExcepted = ({ exceptUntil }: Exception, today: string): boolean =>
  exceptUntil !== null && exceptUntil >= today;

export type Readiness = 'ready' | 'excepted' | 'notReady';

export function judgeReadiness(
  mentor: { file: FileOutline | null; exception: Exception },
  today: string,
): { readiness: Readiness; lacks: Lack[] } {
  const lacks = findLacks(mentor.file, today);
  if (lacks.length === 0) return { readiness: 'ready', lacks };
  return { readiness: isExcepted(mentor.exception, today) ? 'excepted' : 'notReady', lacks };
}

/** A year after the last appraisal, or after the selection where there was none; null: never selected. */
export function appraisalDueOn(mentor: {
  selectedOn: string | null;
  lastAppraisedOn: string | null;
}): string | null {
  const since = mentor.lastAppraisedOn ?? mentor.selectedOn;
  return since === null ? null : yearAfter(since);
}

/** The same day a year on; 29 February becomes 1 March. */
function yearAfter(day: string): string {
  const at = new Date(`${day}T00:00Z`);
  at.setUTCFullYear(at.getUTCFullYear() + 1);
  return at.toISOString().slice(0, 10);
}

/** 0 to 100: the mean of ratings from 1 to 5. */
export const scoreOf = (ratings: Ratings): number => {
  const sum = APPRAISAL_CRITERIA.reduce((total, criterion) => total + ratings[criterion], 0);
  return Math.round(((sum / APPRAISAL_CRITERIA.length - 1) / 4) * 100);
};

export type Grade = 'excellent' | 'good' | 'sufficient' | 'insufficient';

export const gradeOf = (score: number): Grade =>
  score >= 85 ? 'excellent' : score >= 70 ? 'good' : score >= 50 ? 'sufficient' : 'insufficient';
