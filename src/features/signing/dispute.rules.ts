import { addDays } from '../../infra/day.rules.ts';
import type { DisputeStep } from './signing.schema.ts';

/** 劳动争议调解仲裁法 第五十条: who doesn't accept an award goes to court within so many days. */
const COURT_DAYS = 15;
/** The student is reminded so long before a deadline. */
export const NEAR_DAYS = 30;

export interface DisputeSeen {
  /** YYYY-MM-DD, as all days here. */
  aroseOn: string;
  closed: boolean;
  steps: readonly { kind: DisputeStep; day: string }[];
}

/** What can be done next and until when; null: no day counts any more. `next` and `deadline.id` are keys of words. */
export interface DisputeOutlook {
  next: DisputeStep[];
  deadline: {
    id: 'arbitration' | 'court';
    day: string;
    daysLeft: number;
    state: 'far' | 'near' | 'past';
  } | null;
}

/** 劳动争议调解仲裁法: talk, mediation, arbitration within a year of knowing (第二十七条), court within 15 days of the award. */
export function assessDispute({ aroseOn, closed, steps }: DisputeSeen, today: string): DisputeOutlook {
  if (closed) return { next: [], deadline: null };
  const has = (kind: DisputeStep) => steps.some((step) => step.kind === kind);
  if (has('court')) return { next: ['note'], deadline: null };
  const award = steps.findLast(({ kind }) => kind === 'award');
  if (award)
    return { next: ['court', 'note'], deadline: deadline('court', addDays(award.day, COURT_DAYS), today) };
  if (has('arbitration')) return { next: ['award', 'note'], deadline: null };
  const next: DisputeStep[] = has('talked')
    ? ['mediation', 'arbitration', 'note']
    : ['talked', 'mediation', 'arbitration', 'note'];
  return { next, deadline: deadline('arbitration', yearAfter(aroseOn), today) };
}

function deadline(id: 'arbitration' | 'court', day: string, today: string): DisputeOutlook['deadline'] {
  const daysLeft = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  return { id, day, daysLeft, state: daysLeft < 0 ? 'past' : daysLeft <= NEAR_DAYS ? 'near' : 'far' };
}

/** The same day of the next year; the 29th of February ends on the 28th. */
const yearAfter = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(year) + 1}-${month}-${month === '02' && date === '29' ? '28' : date}`;
};
