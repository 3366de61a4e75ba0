import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XAPI_VERSIONS } from '../../../src/features/xapi/xapi-version.rules.ts';
import { openStore, type Store } from './speaker.ts';
import { SECTIONS } from './table.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

describe.each(XAPI_VERSIONS)('as xAPI %s demands', (version) => {
  describe.each(SECTIONS)('$title', ({ rows }) => {
    it.each(rows.filter(({ only }) => only === undefined || only === version))('$id: $says', (row) =>
      row.play(store.speakers[version]),
    );
  });
});

describe('the table', () => {
  it('has each row once', () => {
    const names = SECTIONS.flatMap(({ rows }) =>
      rows.map(({ id, says, only }) => `${id} ${says} ${only ?? ''}`),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(250);
  });
});
