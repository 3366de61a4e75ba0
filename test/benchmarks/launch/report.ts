import type { Child } from '../../conformance/child.ts';
import type { Batch, Phase, Visitor } from './walk.ts';
import { PHASES } from './walk.ts';

export interface Contestant {
  label: string;
  group: 'returning' | 'newcomers';
  batches: Batch[];
}

const TARGETS = { ltijs: 3, minimal: 0.6 };

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const quantile = (numbers: number[], share: number) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;
const perSecond = ({ walks, elapsedMs }: Batch) => (walks / sum(Object.values(elapsedMs))) * 1000;

interface Summary {
  label: string;
  best: number;
  median: number;
}

export function report(contestants: Contestant[]): void {
  for (const group of ['returning', 'newcomers'] as const) {
    console.log(
      `\n${group === 'returning' ? 'People who were here before' : 'Newcomers'}; walks/s, CPU of the subject's process per walk:`,
    );
    const summaries = contestants.filter((one) => one.group === group).map(summarise);
    const [ltijs, minimal, ...ours] = summaries;
    for (const mine of ours)
      for (const [other, target] of [
        [ltijs, TARGETS.ltijs],
        [minimal, TARGETS.minimal],
      ] as const)
        if (other) compare(mine, other, target);
  }
}

function summarise({ label, batches }: Contestant): Summary {
  const rates = batches.map(perSecond);
  const best = Math.max(...rates);
  const median = quantile(rates, 0.5);
  const walks = batches.flatMap(({ walkMs }) => walkMs);
  const ms = (share: number) => quantile(walks, share).toFixed(1);
  const phases = PHASES.map((phase) => {
    const each = batches.map(({ walks: count, elapsedMs }) => (count / elapsedMs[phase]) * 1000);
    const cpu = batches.map(({ cpuMs }) => cpuMs[phase]);
    return `${phase} ${Math.round(quantile(each, 0.5))}/s (${quantile(cpu, 0.5).toFixed(2)})`;
  });
  const cpu = batches.map(({ cpuMs }) => sum(Object.values(cpuMs)));
  const name = `${label} → ${batches[0]?.landedAt ?? ''}`;
  console.log(
    `  ${name.padEnd(22)} best ${best.toFixed(0).padStart(4)}, median ${median.toFixed(0).padStart(4)}; ` +
      `a walk p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms; CPU ${quantile(cpu, 0.5).toFixed(1)} ms: ${phases.join(', ')}`,
  );
  return { label: name, best, median };
}

function compare(mine: Summary, other: Summary, target: number): void {
  const times = (key: 'best' | 'median') => (mine[key] / other[key]).toFixed(2);
  console.log(
    `  ${mine.label} / ${other.label}: best ${times('best')}, median ${times('median')} (wanted: ${target})`,
  );
}

interface Counted {
  framing: number;
  statements: number;
}

/** Counts what `work` sends to the database between two phases; numbers are of one walk. */
async function countPhases(
  child: Child,
  walk: (onPhase: (phase: Phase) => Promise<void>) => Promise<Batch>,
): Promise<string> {
  const counted = async () => (await child.ask('counted')) as Counted;
  let before = await counted();
  const told: [Phase, Counted][] = [];
  const { walks } = await walk(async (phase) => {
    const after = await counted();
    told.push([
      phase,
      { framing: after.framing - before.framing, statements: after.statements - before.statements },
    ]);
    before = after;
  });
  return told
    .map(([phase, { framing, statements }]) => {
      const framed = framing > 0 ? ` beside ${framing / walks} for begin and commit` : '';
      return `${phase} ${statements / walks}${framed}`;
    })
    .join(', ');
}

export async function reportStatements(
  child: Child,
  walks: Record<Contestant['group'], (onPhase: (phase: Phase) => Promise<void>) => Promise<Batch>>,
): Promise<void> {
  console.log('\nRound trips to the database, per walk (wanted: at most 3 at the launch):');
  console.log(`  returning: ${await countPhases(child, walks.returning)}`);
  console.log(`  newcomers: ${await countPhases(child, walks.newcomers)}`);
}

/** What a request costs that shows a page without any data: nothing but who is asking. */
export async function reportAfterLaunch(
  child: Child,
  visitor: Visitor | undefined,
  walk: (visitors: Visitor[], onPhase: (phase: Phase) => Promise<void>) => Promise<Batch>,
): Promise<void> {
  if (!visitor) return;
  await walk([visitor], () => Promise.resolve());
  const path = [...visitor.browser.cookies.values()]
    .map((cookie) => cookie.path)
    .find((at) => at.startsWith('/s/'));
  const counted = async () => ((await child.ask('counted')) as Counted).statements;
  const before = await counted();
  const { status } = await visitor.browser.get(`${path}/privacy`);
  console.log(
    `\nA request after the launch that shows no data (answered ${status}): ${(await counted()) - before} round trips; wanted 0.` +
      '\nAn ended or revoked visit stops at its next renewal, at most 5 minutes later; a deactivated registration takes no launch after at most 60 s.',
  );
}
