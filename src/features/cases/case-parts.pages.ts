import type { Locale } from '../../infra/views.ts';
import type { ListedCase } from './case-view.schema.ts';
import { mayLead, missingToAct } from './case.rules.ts';
import type { CaseActor, EvidenceLine } from './cases.schema.ts';

/** A sentence by its key, with its numbers. */
export interface Sentence {
  id: string;
  values: Record<string, string | number>;
}

export interface Countdown {
  /** What the badge says: how long there is, how long it has been over, or why nobody has to hurry. */
  said: Sentence;
  tone: 'good' | 'plain' | 'yellow' | 'red';
  dueAt: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long there is left to answer a case. */
export function presentCountdown(listed: ListedCase, now: Date): Countdown {
  const { dueAt } = listed;
  const say = (id: string, values: Sentence['values'], tone: Countdown['tone']): Countdown => ({
    said: { id: `cases.due.${id}`, values },
    tone,
    dueAt,
  });
  if (listed.closedAt !== null) return say('closed', {}, 'plain');
  if (listed.state === 'acted') return say('acted', {}, 'good');
  if (listed.snoozedUntil !== null && listed.snoozedUntil > now) return say('snoozed', {}, 'plain');
  const leftMs = dueAt.getTime() - now.getTime();
  const overMs = now.getTime() - dueAt.getTime();
  if (overMs >= DAY_MS) return say('overdue', { days: Math.floor(overMs / DAY_MS) }, 'red');
  if (overMs >= 0) return say('overdueHours', { hours: Math.floor(overMs / HOUR_MS) }, 'red');
  if (leftMs < DAY_MS) return say('hours', { hours: Math.max(1, Math.floor(leftMs / HOUR_MS)) }, 'yellow');
  return say('days', { days: Math.ceil(leftMs / DAY_MS) }, 'plain');
}

/** What the reader is to do next: `act` posts at once, the others lead to their form on the case's page. */
export type NextStep = 'acknowledge' | 'method' | 'intervener' | 'mentor' | 'close' | 'look';

export function nextStep(listed: ListedCase, who: CaseActor): NextStep {
  if (listed.closedAt !== null) return 'look';
  if (!mayLead(who, listed.ownerPersonId)) {
    const isMentor = who.roles.includes('enterprise_mentor') && listed.level === 'red';
    return isMentor && !listed.steps.includes('mentor_guided') ? 'mentor' : 'look';
  }
  if (listed.state === 'raised') return 'acknowledge';
  return missingToAct(listed) ?? 'close';
}

/** An evidence sentence in the reader's language; names that data carries in both languages are chosen here. */
export function presentLine(line: EvidenceLine, locale: Locale): Sentence & { statementIds: string[] } {
  const { skillZh, skillEn, ...values } = line.values;
  const skill = locale === 'zh-CN' ? skillZh : skillEn;
  return {
    id: line.id,
    values: skill === undefined ? values : { ...values, skill },
    statementIds: line.statementIds,
  };
}
