import { dayIn } from '../../infra/day.rules.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { openForPeople } from '../roster/index.ts';
import { readPay } from './destination.rules.ts';
import { StoredAnswers } from './follow-up.rules.ts';
import { findSchoolName, selectDueWaves, selectFindings, selectRecords } from './quality.queries.ts';
import type { QualityFigures } from './quality.schema.ts';

/** All that the quality report counts, opened: it never leaves the process but as numbers. */
export async function loadFigures(
  deps: Pick<Deps, 'vault' | 'now'> & { db: Database },
  ask: { schoolId: string; timeZone: string; from: string; until: string },
): Promise<QualityFigures> {
  const { db } = deps;
  const { schoolId } = ask;
  const stored = await selectRecords(db, ask);
  const pays = await openForPeople(
    db,
    deps,
    schoolId,
    stored.map(({ personId, paySealed }) => ({ personId, text: paySealed })),
  );
  const dueWaves = await selectDueWaves(db, { ...ask, today: dayIn(ask.timeZone, deps.now()) });
  const answers = await openForPeople(
    db,
    deps,
    schoolId,
    dueWaves.map(({ personId, answersSealed }) => ({ personId, text: answersSealed })),
  );
  const waves = dueWaves.map(({ personId, months, reached }, index) => {
    const text = answers[index] ?? null;
    return {
      personId,
      months,
      reached,
      answers: text === null ? null : StoredAnswers.parse(JSON.parse(text)),
    };
  });
  // Waves come in order of months: the last that was answered is the latest.
  const latest = new Map(waves.flatMap((wave) => (wave.answers ? [[wave.personId, wave.answers]] : [])));
  return {
    schoolName: await findSchoolName(db, schoolId),
    records: stored.map(({ paySealed: _, ...record }, index) => ({
      ...record,
      payFrom: readPay(pays[index] ?? null),
      latest: latest.get(record.personId) ?? null,
    })),
    waves,
    findings: (await selectFindings(db, schoolId)).map(({ closedAt, ...finding }) => ({
      ...finding,
      closed: closedAt !== null,
    })),
  };
}
