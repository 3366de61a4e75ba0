import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inTransaction } from '../../../src/infra/db.ts';
import { createCredential, storeStatements } from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { aConnection, aStatement, run, storedOf, transferOf, untilReadable } from './lrs-scene.ts';

let here: TestApp;
let there: TestApp;
let server: Server;
let remote: { schoolId: string; endpoint: string; key: string; secret: string };
beforeAll(async () => {
  [here, there] = await Promise.all([createTestApp(), createTestApp()]);
  server = createServer(there.app.express);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { schoolId } = await aSchool(there.deps);
  const credential = await inTransaction(there.deps.db, (tx) =>
    createCredential(tx, there.deps, { schoolId, label: 'Other Waymark', scopes: ['all'], createdBy: null }),
  );
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`;
  remote = { schoolId, endpoint, ...credential };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await Promise.all([here.close(), there.close()]);
});

const authority = { account: { homePage: 'http://localhost:3300', name: 'waymark' } };
const tell = async (app: TestApp, schoolId: string, from: number, count: number) => {
  const statements = Array.from({ length: count }, (_, n) => aStatement(from + n));
  const source = { schoolId, credentialId: null, authority };
  const outcome = await storeStatements(app.deps, source, statements);
  if (!outcome.ok) throw new Error(outcome.kind);
  await untilReadable(app, schoolId, outcome.ids);
};
const idsIn = async (app: TestApp, schoolId: string) =>
  (await storedOf(app, { schoolId })).map(({ id }) => id);

it('one Waymark reads another and sends to it, and both end with the same statements', async () => {
  await tell(there, remote.schoolId, 0, 120);
  const key = await aConnection(here, remote, {
    forwards: true,
    what: 'all',
    backlog: true,
    version: '2.0.0',
  });
  await tell(here, key.schoolId, 200, 30);
  for (let round = 0; round < 2; round += 1) {
    await run(here, key, 'pull');
    await run(here, key, 'forward');
    here.clock.advance(60_000);
    there.clock.advance(60_000);
  }
  const [ours, theirs] = [await idsIn(here, key.schoolId), await idsIn(there, remote.schoolId)];
  expect(ours).toHaveLength(150);
  expect([...ours].sort()).toEqual([...theirs].sort());
  expect(await transferOf(here, key, 'pull')).toMatchObject({ done: 120, refused: 0, problem: null });
  expect(await transferOf(here, key, 'forward')).toMatchObject({ done: 30, refused: 0, problem: null });
});
