import { readKey } from './identity.rules.ts';
import type { AppointedRole, CourseRole, DataRequestKind, LearnerCategory, Stage } from './roster.schema.ts';

/** What the page needs of each source; rows as the queries give them. */
export interface MyDataRows {
  record: {
    name: string;
    category: LearnerCategory;
    className: string | null;
    privacyAcceptedAt: Date | null;
    createdAt: Date;
  };
  email: string | null;
  identities: { actorKey: string; method: string; confidence: 'certain' | 'likely' }[];
  courseRoles: { courseTitle: string; role: CourseRole; active: boolean; lastLaunchAt: Date | null }[];
  appointments: {
    role: AppointedRole;
    courseTitle: string | null;
    appointedAt: Date;
    endedAt: Date | null;
  }[];
  stages: { stage: Stage; startedAt: Date; endedAt: Date | null }[];
  counts: { label: string; count: number }[];
  readings: { at: Date; action: string; actorName: string | null }[];
  requests: {
    kind: DataRequestKind;
    note: string;
    requestedAt: Date;
    answeredAt: Date | null;
    answer: string | null;
  }[];
}

export interface MyDataPage extends Omit<MyDataRows, 'identities'> {
  /** Learners only. */
  category: LearnerCategory | null;
  /** An identifier as people know it: the account's name and the system it belongs to. */
  identities: { name: string; system: string; certain: boolean }[];
  kinds: DataRequestKind[];
  saved: boolean;
}

export function presentMyData(rows: MyDataRows, kinds: DataRequestKind[], saved: boolean): MyDataPage {
  return {
    ...rows,
    category: rows.courseRoles.some(({ role }) => role === 'learner') ? rows.record.category : null,
    identities: rows.identities.map(({ actorKey, confidence }) => ({
      ...readKey(actorKey),
      certain: confidence === 'certain',
    })),
    kinds,
    saved,
  };
}
