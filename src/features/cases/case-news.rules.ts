import type { NoticeKind } from '../inbox/index.ts';
import type { Role } from '../roster/index.ts';
import type { CaseStanding } from './cases.schema.ts';

const OWNERS: readonly Role[] = [
  'instructor',
  'administrator',
  'career_teacher',
  'supervisor',
  'enterprise_mentor',
];
const duty = (name: string, urgent: boolean): NoticeKind => ({
  name,
  roles: OWNERS,
  urgent,
  forDeputy: true,
});

/** What owners of cases are told. A yellow case gives days: it can wait for the digest. */
export const CASE_NOTICES = {
  assigned: duty('case.assigned', false),
  red: duty('case.red', true),
  due: duty('case.due', true),
  escalated: duty('case.escalated', true),
  measured: duty('case.measured', false),
  closed: duty('case.closed', false),
} as const;
export type CaseNews = keyof typeof CASE_NOTICES;

export type NewsStanding = Pick<CaseStanding, 'level' | 'state' | 'ownerPersonId' | 'dueAt' | 'escalatedAt'>;

/** What a change of a case means for inboxes: whether what was told before is over, and what is told to its owner. */
export interface InboxChange {
  settle: boolean;
  tell: CaseNews | null;
  /** Until when it is to be answered; null: nobody has to hurry. */
  dueAt: Date | null;
}

/** `before` null: the case was just raised. */
export function decideNews(before: NewsStanding | null, after: NewsStanding): InboxChange {
  const waits = after.state === 'raised' || after.state === 'acknowledged';
  const dueAt = waits ? after.dueAt : null;
  if (after.state === 'closed')
    return { settle: true, tell: before?.state === 'closed' ? null : 'closed', dueAt };
  const settle = before !== null && (before.ownerPersonId !== after.ownerPersonId || !waits);
  return { settle, tell: newsOf(before, after), dueAt };
}

function newsOf(before: NewsStanding | null, after: NewsStanding): CaseNews | null {
  if (after.level === 'red' && before?.level !== 'red') return 'red';
  if (before !== null && before.escalatedAt === null && after.escalatedAt !== null) return 'escalated';
  if (before !== null && before.ownerPersonId === after.ownerPersonId) return null;
  return after.level === 'red' ? 'red' : 'assigned';
}
