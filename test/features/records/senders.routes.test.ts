import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { lrsConnections } from '../../../src/features/xapi-sources/lrs.tables.ts';
import { storePulled } from '../../../src/features/xapi-sources/store-pulled.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { QUIZ_IRI, tell } from '../learning/fold-scene.ts';
import { aRecordsScene, get, type RecordsScene } from './records-scene.ts';

let app: TestApp;
let scene: RecordsScene;
const connectionId = randomUUID();

beforeAll(async () => {
  app = await createTestApp();
  scene = await aRecordsScene(app);
  const { schoolId } = scene;
  await app.deps.db.insert(lrsConnections).values({
    schoolId,
    id: connectionId,
    label: 'The old LRS',
    endpoint: 'https://lrs.example/xapi',
    key: '',
    version: '1.0.3',
    createdAt: app.deps.now(),
    deletedAt: app.deps.now(),
  });
  const told = (minute: number, authority: object) => ({
    ...tell({
      actor: '101',
      verb: 'started',
      activityId: QUIZ_IRI,
      at: new Date(Date.UTC(2026, 8, 1, 1, minute)),
    }),
    id: randomUUID(),
    authority,
  });
  const origin = { schoolId, connectionId, label: 'The old LRS', version: '1.0.3' as const };
  await storePulled(app.deps, origin, [
    told(1, { objectType: 'Agent', mbox: 'mailto:one@lms.example' }),
    told(2, { objectType: 'Agent', mbox: 'mailto:two@lms.example' }),
  ]);
});
afterAll(() => app.close());

test('what was pulled carries the name of its LRS, is found by it, and can be chosen for removal after that is gone', async () => {
  const page = async (path: string) => (await get(app, scene.administrator, path).expect(200)).text;
  const found = await page(`/records?sender=${connectionId}`);
  expect(found.match(/\/records\/statements\/[0-9a-f-]{36}">Details/g)).toHaveLength(2);
  expect(found).toMatch(new RegExp(`<option value="${connectionId}" selected>The old LRS`));
  expect(found).toMatch(/The old LRS<\/a><\/th><td class="number">2<\/td><td class="nowrap">Sep 7, 09:00/);
  expect(await page('/records/removals')).toContain(`<option value="${connectionId}">The old LRS`);
});
