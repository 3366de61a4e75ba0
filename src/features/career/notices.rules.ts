import type { NewNotice, NoticeKind } from '../inbox/index.ts';

const kind = (name: string): NoticeKind => ({
  ...{ name, roles: ['learner'] as const },
  urgent: false,
  forDeputy: false,
});

/** What learners are told of their assessments; none of it is worth an e-mail of its own. */
export const CAREER_NOTICES = {
  soon: kind('career.soon'),
  overdue: kind('career.overdue'),
  asked: kind('career.asked'),
} as const;
export type CareerNews = keyof typeof CAREER_NOTICES;

export const assessmentSubject = (personId: string): string => `career-assessments/${personId}`;

/** One notice a person and `occasion`: told again for the same, nothing happens. */
export const presentNotice = (
  { schoolId, personId }: { schoolId: string; personId: string },
  news: CareerNews,
  { occasion, dueAt, byPersonId }: { occasion: string; dueAt: Date; byPersonId: string | null },
): NewNotice => ({
  schoolId,
  personId,
  kind: CAREER_NOTICES[news],
  key: `${assessmentSubject(personId)}/${occasion}`,
  subject: assessmentSubject(personId),
  courseId: null,
  link: '/career',
  dueAt,
  byPersonId,
});
