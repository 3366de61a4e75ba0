import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { people, terms } from '../roster/roster.tables.ts';
import type { PersonKey } from '../roster/index.ts';
import { CalibrationRow, type AdjustmentRow, type PersonCalibration } from './calibration.schema.ts';
import { careerAdjustments, careerCalibrations, careerConversations } from './goals.tables.ts';

/** The school's terms in order. */
export const selectSchoolTerms = (db: Database, schoolId: string) =>
  db
    .select({ name: terms.name, startsOn: terms.startsOn, endsOn: terms.endsOn })
    .from(terms)
    .where(eq(terms.schoolId, schoolId))
    .orderBy(asc(terms.startsOn));

/** Somebody's interviews and reports, newest first. */
export const selectCalibrations = (
  db: Database,
  { schoolId, personId }: PersonKey,
): Promise<PersonCalibration[]> =>
  db
    .select({
      id: careerCalibrations.id,
      kind: careerCalibrations.kind,
      heldOn: careerCalibrations.heldOn,
      place: careerCalibrations.place,
      verdict: careerCalibrations.verdict,
      byName: people.displayName,
      wordsSealed: careerCalibrations.wordsSealed,
    })
    .from(careerCalibrations)
    .innerJoin(
      people,
      and(eq(people.schoolId, careerCalibrations.schoolId), eq(people.id, careerCalibrations.byPersonId)),
    )
    .where(and(eq(careerCalibrations.schoolId, schoolId), eq(careerCalibrations.personId, personId)))
    .orderBy(desc(careerCalibrations.heldOn), desc(careerCalibrations.id));

/** Without the words: of several people, between two days. */
export const selectCalibrationsOf = (
  db: Database,
  key: { schoolId: string; personIds: readonly string[]; from: string; until: string },
): Promise<CalibrationRow[]> =>
  selectRows(
    db,
    CalibrationRow,
    sql`select c.id::text, c.person_id::text as "personId", c.kind, c.held_on::text as "heldOn", c.verdict
        from career_calibrations c
        where c.school_id = ${key.schoolId}::uuid and c.held_on between ${key.from}::date and ${key.until}::date
          and c.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))`,
  );

const ADJUSTMENT = {
  id: careerAdjustments.id,
  personId: careerAdjustments.personId,
  goalId: careerAdjustments.goalId,
  source: careerAdjustments.source,
  evidence: careerAdjustments.evidence,
  openedOn: careerAdjustments.openedOn,
  dueOn: careerAdjustments.dueOn,
  choice: careerAdjustments.choice,
  wordsSealed: careerAdjustments.wordsSealed,
};

/** What somebody was asked about their goals, newest first. */
export const selectAdjustments = (
  db: Database,
  { schoolId, personId }: PersonKey,
): Promise<AdjustmentRow[]> =>
  db
    .select(ADJUSTMENT)
    .from(careerAdjustments)
    .where(and(eq(careerAdjustments.schoolId, schoolId), eq(careerAdjustments.personId, personId)))
    .orderBy(desc(careerAdjustments.openedOn), desc(careerAdjustments.id));

/** Questions that several people haven't answered yet. */
export const selectOpenAdjustmentsOf = (
  db: Database,
  { schoolId, personIds }: { schoolId: string; personIds: readonly string[] },
) =>
  db
    .select(ADJUSTMENT)
    .from(careerAdjustments)
    .where(
      and(
        eq(careerAdjustments.schoolId, schoolId),
        inArray(careerAdjustments.personId, [...personIds]),
        isNull(careerAdjustments.choice),
      ),
    )
    .orderBy(asc(careerAdjustments.dueOn), asc(careerAdjustments.id));

/** One of somebody's own, locked. */
export async function takeAdjustment(tx: Database, key: PersonKey & { adjustmentId: string }) {
  const [row] = await tx
    .select(ADJUSTMENT)
    .from(careerAdjustments)
    .where(
      and(
        eq(careerAdjustments.schoolId, key.schoolId),
        eq(careerAdjustments.personId, key.personId),
        eq(careerAdjustments.id, key.adjustmentId),
      ),
    )
    .for('update');
  return row;
}

/** What was talked about with somebody, newest first. */
export const selectConversations = (db: Database, { schoolId, personId }: PersonKey) =>
  db
    .select({
      id: careerConversations.id,
      byPersonId: careerConversations.byPersonId,
      byName: people.displayName,
      heldOn: careerConversations.heldOn,
      topic: careerConversations.topic,
      nextOn: careerConversations.nextOn,
      wordsSealed: careerConversations.wordsSealed,
    })
    .from(careerConversations)
    .innerJoin(
      people,
      and(eq(people.schoolId, careerConversations.schoolId), eq(people.id, careerConversations.byPersonId)),
    )
    .where(and(eq(careerConversations.schoolId, schoolId), eq(careerConversations.personId, personId)))
    .orderBy(desc(careerConversations.heldOn), desc(careerConversations.id));

/** When each of several people was last talked to, and when that was to happen again. */
export const selectLastConversationsOf = (
  db: Database,
  key: { schoolId: string; personIds: readonly string[] },
) =>
  selectRows(
    db,
    z.object({ personId: z.string(), heldOn: z.string(), nextOn: z.string().nullable() }),
    sql`select distinct on (c.person_id) c.person_id::text as "personId", c.held_on::text as "heldOn",
          c.next_on::text as "nextOn"
        from career_conversations c
        where c.school_id = ${key.schoolId}::uuid
          and c.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(key.personIds)}))
        order by c.person_id, c.held_on desc, c.id desc`,
  );
