import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { startErasure } from '../../../src/features/records/start-removal.ts';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aPerson, aSchool } from '../../support/builders.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test('every room forgets the records that were merged into a person, too', async () => {
  const { schoolId } = await aSchool(app.deps);
  const { personId } = await aPerson(app.deps, { schoolId, name: 'Lin' });
  const { personId: merged } = await aPerson(app.deps, { schoolId, name: 'Lin, as a guest' });
  await app.deps.db.update(people).set({ mergedIntoId: personId }).where(eq(people.id, merged));
  const forgotten: string[] = [];
  const keeper = {
    lock: () => Promise.resolve(),
    forgetStatements: () => Promise.resolve(),
    forgetPerson: (_tx: unknown, gone: { personId: string }) => {
      forgotten.push(gone.personId);
      return Promise.resolve();
    },
    settle: () => undefined,
  };
  const wanted = { schoolId, personId, named: false, requestedBy: null, expected: 0 };
  await startErasure(app.deps, keeper, wanted);
  expect(forgotten.toSorted()).toEqual([personId, merged].toSorted());
  await expect(startErasure(app.deps, keeper, wanted)).rejects.toMatchObject({ id: 'personErased' });
});
