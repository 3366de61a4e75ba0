import { and, eq, isNull } from 'drizzle-orm';
import { addDays, dayIn } from '../../infra/day.rules.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { getSchoolClock } from '../cases/index.ts';
import { selectLinkAnswers, type LinkAnswer } from '../instruments/index.ts';
import { sealForPerson } from '../roster/index.ts';
import { followUpWaves } from './employment.tables.ts';
import { HELP_DAYS, opensTicket, readFollowUp } from './follow-up.rules.ts';
import { selectOfficers } from './office.queries.ts';
import { openTicket } from './tickets.ts';
import { takeWave, selectWaitingWaves, type WaveRow } from './waves.queries.ts';

/**
 * Takes over what graduates handed in by their links, sealed with their own keys, and opens a ticket where somebody
 * needs help. Done by a job and before the office looks, so that nothing depends on either having happened.
 */
export async function collectAnswers(deps: Deps, schoolId: string | null): Promise<void> {
  const waiting = await selectWaitingWaves(deps.db, schoolId);
  for (const school of new Set(waiting.map((wave) => wave.schoolId))) {
    const { timeZone } = await getSchoolClock(deps.db, school);
    const waves = waiting.filter((wave) => wave.schoolId === school);
    const linkIds = waves.flatMap(({ linkId }) => linkId ?? []);
    const answers = await selectLinkAnswers(deps.db, deps, { schoolId: school, linkIds });
    const byLink = new Map(answers.map((answer) => [answer.linkId, answer]));
    for (const wave of waves) {
      const answer = byLink.get(wave.linkId ?? '');
      if (answer) await keepAnswers(deps, wave, answer, timeZone);
    }
  }
}

/** What somebody handed in for a wave, kept once; a call for help opens its ticket with it. */
export async function keepAnswers(
  deps: Deps,
  wave: WaveRow,
  { submittedAt, answers }: Pick<LinkAnswer, 'submittedAt' | 'answers'>,
  timeZone: string,
): Promise<void> {
  const { schoolId, personId, months } = wave;
  const key = { schoolId, personId };
  const read = readFollowUp(answers);
  await inTransaction(deps.db, async (tx) => {
    const standing = await takeWave(tx, { ...key, months });
    if (standing?.answeredAt !== null || standing.linkId !== wave.linkId) return;
    await tx
      .update(followUpWaves)
      .set({
        answeredAt: submittedAt,
        answersSealed: await sealForPerson(tx, deps, key, JSON.stringify(read)),
      })
      .where(
        and(
          eq(followUpWaves.schoolId, schoolId),
          eq(followUpWaves.personId, personId),
          eq(followUpWaves.months, months),
          isNull(followUpWaves.answeredAt),
        ),
      );
    if (!opensTicket(read, answers['help'] === 'no')) return;
    const [officer] = await selectOfficers(tx, schoolId);
    const ownerPersonId = officer?.personId ?? wave.linkBy;
    if (ownerPersonId === null) throw new Error('A questionnaire was given out by nobody.');
    await openTicket(tx, deps, {
      ...key,
      kind: 'help',
      months,
      words: JSON.stringify({ problems: read.problems, words: read.words }),
      ownerPersonId,
      dueOn: addDays(dayIn(timeZone, submittedAt), HELP_DAYS),
    });
  });
}
