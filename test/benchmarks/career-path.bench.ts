/** What planning a path costs: a learner with 40 gaps over 300 offers, each week's time and all prerequisites kept. */
import { planPath, type PathAsk } from '../../src/features/career-paths/plan-path.rules.ts';
import type { Offer, OfferKind } from '../../src/features/career-paths/path.schema.ts';

const GAPS = 40;
const OFFERS = 300;
const ROUNDS = 200;
const TARGET_MS = 50;
const KINDS: OfferKind[] = ['unit', 'resource', 'project', 'competition', 'certificate'];

const skillIds = Array.from({ length: GAPS }, (_, n) => `S${String(n).padStart(3, '0')}`);
/** The same numbers each time. */
const spread = (n: number, of: number) => (n * 7919 + 104_729) % of;

const offers: Offer[] = Array.from({ length: OFFERS }, (_, n) => ({
  key: `offer:${n}`,
  kind: KINDS[n % KINDS.length] ?? 'unit',
  skills: [...new Set([spread(n, GAPS), spread(n * 3 + 1, GAPS), spread(n * 5 + 2, GAPS)])].map((index) => ({
    skillId: skillIds[index] ?? '',
    from: n % 3 === 0 ? 2 : 0,
    to: n % 3 === 0 ? 5 : 3,
  })),
  minutes: 60 + spread(n, 600),
  opensOn: n % 4 === 0 ? '2026-10-01' : null,
  endsOn: n % 5 === 0 ? '2027-06-20' : null,
  applyBy: null,
}));
const ask: PathAsk = {
  gaps: skillIds.map((skillId, n) => ({
    skillId,
    needed: 3 + (n % 3),
    level: n % 3,
    certainty: 'enough',
    importance: ((n % 10) + 1) / 10,
    of: 'goal',
  })),
  offers,
  requires: new Map(skillIds.map((id, n) => [id, skillIds.slice(Math.max(0, n - 3), n)])),
  from: '2026-09-07',
  until: '2029-06-30',
  weeklyMinutes: 360,
};

const times: number[] = [];
let plan = planPath(ask);
for (let round = 0; round < ROUNDS; round++) {
  const startedAt = performance.now();
  plan = planPath(ask);
  times.push(performance.now() - startedAt);
}
times.sort((a, b) => a - b);
const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2);
console.log(
  `${GAPS} gaps, ${OFFERS} offers: ${plan.items.length} items, ${plan.unmet.length} unmet; ` +
    `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, slowest ${at(1)} ms of ${ROUNDS} (target ${TARGET_MS} ms)`,
);
if (Number(at(1)) > TARGET_MS) process.exitCode = 1;
