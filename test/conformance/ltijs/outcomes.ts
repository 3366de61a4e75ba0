import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBad, type Outcome } from '../row.ts';
import { TABLE } from '../table.ts';

/** What a tool did with each row, by section and name. */
export type Outcomes = Record<string, Record<string, Outcome['kind']>>;

export const OUTCOMES_FILE = join(import.meta.dirname, 'outcomes.json');

/** What ltijs 5.9.9 did on PostgreSQL when last recorded (`npm run conformance -- --record`). */
export const readOutcomes = (): Outcomes => JSON.parse(readFileSync(OUTCOMES_FILE, 'utf8')) as Outcomes;

/**
 * Whether a copy overtakes another between the look for its nonce and the insert is luck: on PostgreSQL it nearly always
 * does, on PGlite, which runs one query at a time, hardly ever. What isn't certain is not compared.
 */
const RACE = 'one launch in 50 copies at once: a second one enters';

export function isAsRecorded(section: string, name: string, kind: Outcome['kind']): boolean {
  return name === RACE || readOutcomes()[section]?.[name] === kind;
}

export interface Summary {
  /** Rows that break a specification, or an attack; `house`: those that break a rule of ours only. */
  bad: { rows: number; accepted: number; ended: number; silent: number };
  house: { rows: number; accepted: number };
  official: { rows: number; accepted: number };
  valid: { rows: number; refused: number };
}

export function summarise(outcomes: Outcomes): Summary {
  const summary: Summary = {
    bad: { rows: 0, accepted: 0, ended: 0, silent: 0 },
    house: { rows: 0, accepted: 0 },
    official: { rows: 0, accepted: 0 },
    valid: { rows: 0, refused: 0 },
  };
  for (const [index, { title, rows }] of TABLE.entries())
    for (const row of rows) {
      const kind = outcomes[title]?.[row.name];
      if (!isBad(row)) {
        summary.valid.rows += 1;
        if (kind !== 'accepted') summary.valid.refused += 1;
      } else if (row.house) {
        summary.house.rows += 1;
        if (kind === 'accepted') summary.house.accepted += 1;
      } else {
        summary.bad.rows += 1;
        if (kind === 'accepted' || kind === 'ended' || kind === 'silent') summary.bad[kind] += 1;
        if (index === 0) summary.official.rows += 1;
        if (index === 0 && kind === 'accepted') summary.official.accepted += 1;
      }
    }
  return summary;
}

/** As README quotes it. */
export function tellSummary({ bad, house, official, valid }: Summary): string {
  return (
    `of ${bad.rows} bad rows ${bad.accepted} accepted, ${bad.ended} ended the process, ${bad.silent} left unanswered ` +
    `(of the ${official.rows} official ones ${official.accepted} accepted); ` +
    `of ${valid.rows} valid rows ${valid.refused} refused; of ${house.rows} rows of our own rules ${house.accepted} accepted`
  );
}
