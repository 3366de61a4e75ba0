import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '../../support/postgres.ts';
import type { Subject } from '../row.ts';
import { openTheatre, playRow, type Theatre } from '../stage.ts';
import { TABLE } from '../table.ts';
import { anLtijs } from './ltijs.subject.ts';
import { readOutcomes, summarise, tellSummary } from './outcomes.ts';

/**
 * What ltijs does is recorded; the whole table takes a while (`npm run conformance`), so here is a handful of rows that
 * README speaks of, and that the record, the table and README are of one mind.
 */
const HANDFUL = [
  'Wrong LTI Version',
  'Student: plain',
  'HS256 keyed with the public key',
  'exp missing',
  'nonce never given out',
  'target_link_uri of another origin',
  'roles as text',
  'review of a learner nobody saw here',
  'a launch repeated, with the cookies of its time',
  'from a deployment nobody approved',
  'a redirect into the private network',
  'a state with a space in it, nothing else, from nobody',
  'by GET, hints returned unchanged',
];
const server = process.env['WAYMARK_TEST_DATABASE_URL'];

describe('ltijs 5.9.9 does as recorded', () => {
  let ltijs: Subject;
  let theatre: Theatre;
  let dropDatabase = async (): Promise<void> => {};
  beforeAll(async () => {
    const database = server ? await createTestDatabase(server) : null;
    if (database) dropDatabase = database.drop;
    ltijs = await anLtijs(database?.url);
    theatre = await openTheatre(ltijs);
  }, 90_000);
  afterAll(async () => {
    await theatre.close();
    await ltijs.close();
    await dropDatabase();
  });

  const rows = TABLE.flatMap(({ title, rows: all }) =>
    all
      .filter(({ name }) => HANDFUL.includes(name))
      .map((row) => ({ row, title, name: row.name, does: readOutcomes()[title]?.[row.name] })),
  );
  test('the handful is in the table', () => expect(rows).toHaveLength(HANDFUL.length));
  test.each(rows)(
    '$name → $does',
    async ({ row, does }) => {
      expect((await playRow(theatre, row)).outcome.kind).toBe(does);
    },
    90_000,
  );
});

test('every row of the table is on record, and no other', () => {
  const recorded = readOutcomes();
  const namesOf = (section: { name: string }[]) => section.map(({ name }) => name);
  expect(Object.keys(recorded)).toEqual(TABLE.map(({ title }) => title));
  for (const { title, rows } of TABLE) expect(Object.keys(recorded[title] ?? {})).toEqual(namesOf(rows));
});

test('README quotes the record', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(tellSummary(summarise(readOutcomes())));
});
