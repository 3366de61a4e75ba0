import type { TalentType } from '../features/roster/index.ts';
import type { SampleLearner } from './sample-learners.rules.ts';
import { createRandom } from './random.rules.ts';

/** What learners of the sample class were assessed with: some all of it, some a part, some nothing. */
export interface PlannedAttempt {
  instrumentId: 'riasec-activities-60' | 'work-values-21' | 'ipip-50';
  daysAgo: number;
  /** What somebody answers to an item, 1–5. */
  answer: (itemId: string) => number;
}

/** How many of the class get so far; all in the middle of term. */
const ASSESSED: Record<PlannedAttempt['instrumentId'], number> = {
  'riasec-activities-60': 24,
  'work-values-21': 15,
  'ipip-50': 9,
};
/** Types that people in a kind of digital work tend to like: where O*NET's profiles are high. */
const LIKED: Record<TalentType, string> = { development: 'IC', support: 'RC', operations: 'EC' };

export function planAttempts(learner: SampleLearner, place: number): PlannedAttempt[] {
  const random = createRandom(`career:${learner.userId}`);
  const liked = LIKED[learner.talentType];
  const instruments = Object.entries(ASSESSED) as [PlannedAttempt['instrumentId'], number][];
  return instruments
    .filter(([, most]) => place < most)
    .map(([instrumentId]) => ({
      instrumentId,
      daysAgo: random.integer(5, 40),
      answer: (itemId) => {
        const own = random.fork(`${instrumentId}:${itemId}`);
        const likes = instrumentId === 'riasec-activities-60' && liked.includes(itemId.charAt(0));
        return Math.min(5, Math.max(1, Math.round((likes ? 4 : 2.7) + own.bell())));
      },
    }));
}

const MONTHS = 6;
const FIGURES = [
  { code: '15-1254.00', openings: 180, grows: 9, pay: [5000, 7500, 12000] },
  { code: '15-1253.00', openings: 140, grows: -4, pay: [4500, 6800, 10000] },
  { code: '15-1244.00', openings: 210, grows: 2, pay: [4200, 6200, 9500] },
  { code: '4-01-06-01', openings: 320, grows: 14, pay: [3800, 5800, 11000] },
  { code: '4-13-01-05', openings: 260, grows: 21, pay: [3800, 5600, 10500] },
] as const;

/** A file of figures as a school would take in; it says in its source that it is made up. */
export function writeSampleFigures(
  endsAt: Date,
  { source, region }: { source: string; region: string },
): string {
  const months = Array.from({ length: MONTHS }, (_, index) => {
    const first = new Date(Date.UTC(endsAt.getUTCFullYear(), endsAt.getUTCMonth() - MONTHS + 1 + index, 1));
    return first.toISOString().slice(0, 10);
  });
  const lines = FIGURES.flatMap(({ code, openings, grows, pay }) =>
    months.map((day, index) =>
      [code, source, day, region, openings + grows * index + ((index * 7) % 5), ...pay].join(','),
    ),
  );
  return ['code,source,date,region,openings,pay_low,pay_median,pay_high', ...lines].join('\n');
}
