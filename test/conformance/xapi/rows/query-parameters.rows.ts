import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { activity, page, person } from '../pages.ts';
import type { Row } from '../row.ts';

const NAMES = { en: 'Quiz', 'zh-CN': '测验', de: 'Prüfung' };
const FORMATS: Row[] = [
  {
    id: 'XAPI-00170',
    says: 'format=exact, and no format at all, gives back what came',
    async play(s) {
      const sent = { actor: { ...person(), name: 'Learner 01' }, object: activity({ name: NAMES }) };
      await s.store(sent);
      for (const format of [{}, { format: 'exact' }])
        expect((await page(s, { agent: sent.actor, ...format })).statements).toMatchObject([sent]);
    },
  },
  {
    id: 'XAPI-00171',
    says: 'format=ids gives only what identifies',
    async play(s) {
      const actor = person();
      const object = activity({ name: NAMES });
      await s.store({ actor: { ...actor, name: 'Learner 01' }, object });
      const [found] = (await page(s, { agent: actor, format: 'ids' })).statements;
      expect([found?.['actor'], found?.['object']]).toEqual([actor, { id: object.id }]);
      expect(Object.keys(found?.['verb'] as object)).toEqual(['id']);
    },
  },
  ...(
    [
      ['zh-CN', 'zh-CN'],
      ['zh', 'zh-CN'],
      ['fr, de;q=0.5', 'de'],
    ] as const
  ).map(([asked, given]): Row => ({
    id: 'XAPI-00172',
    says: `format=canonical chooses ${given} for who reads ${asked}`,
    async play(s) {
      const actor = person();
      await s.store({ actor, object: activity({ name: NAMES }) });
      const { statements } = await page(
        s,
        { agent: actor, format: 'canonical' },
        { 'accept-language': asked },
      );
      expect(statements).toMatchObject([{ object: { definition: { name: { [given]: NAMES[given] } } } }]);
      const { definition } = statements[0]?.['object'] as { definition: { name: object } };
      expect(Object.keys(definition.name)).toEqual([given]);
    },
  })),
  {
    id: 'XAPI-00169',
    says: 'format=canonical tells an activity as the store knows it',
    async play(s) {
      const { id } = activity();
      const actor = person();
      await s.store({ object: { id, definition: { name: { en: 'Quiz 7' } } } });
      await s.store({ actor, object: { id } });
      const { statements } = await page(
        s,
        { agent: actor, format: 'canonical' },
        { 'accept-language': 'en' },
      );
      expect(statements).toMatchObject([{ object: { definition: { name: { en: 'Quiz 7' } } } }]);
    },
  },
];

const BESIDE_ID = {
  agent: person(),
  verb: 'https://school.example/verbs/x',
  activity: 'https://school.example/a',
  registration: v7(),
  related_activities: 'true',
  related_agents: 'true',
  since: '2026-01-01T00:00:00Z',
  until: '2026-01-01T00:00:00Z',
  limit: '1',
  ascending: 'true',
};
const WRONG: readonly [name: string, value: unknown][] = [
  ['agent', 'me'],
  ['agent', { objectType: 'Agent', name: 'nobody' }],
  ['verb', 'answered'],
  ['activity', 'quiz'],
  ['registration', '7'],
  ['related_agents', 'yes'],
  ['related_activities', '1'],
  ['since', 'yesterday'],
  ['until', '2026-99-99'],
  ['limit', '-1'],
  ['limit', 'all'],
  ['ascending', 'down'],
  ['format', 'short'],
  ['attachments', 'some'],
];
const refuses = (id: string, says: string, query: Record<string, unknown>): Row => ({
  id,
  says,
  play: async (s) => void (await s.expects(400, 'GET', '/statements', { query })),
});

const REFUSALS: Row[] = [
  ...Object.entries(BESIDE_ID).flatMap(([name, value]) => [
    refuses('XAPI-00151', `beside statementId there is no ${name}`, { statementId: v7(), [name]: value }),
    refuses('XAPI-00150', `beside voidedStatementId there is no ${name}`, {
      voidedStatementId: v7(),
      [name]: value,
    }),
  ]),
  refuses('XAPI-00151', 'one statement is asked for once', { statementId: v7(), voidedStatementId: v7() }),
  ...WRONG.map(([name, value]) =>
    refuses('XAPI-00012', `${JSON.stringify(value)} is no ${name}`, { [name]: value }),
  ),
  refuses('XAPI-00324', 'a parameter nobody knows is refused', { colour: 'blue' }),
  refuses('XAPI-00325', 'a parameter in other letters is refused', { Verb: 'https://school.example/v' }),
];

export const QUERY_PARAMETERS: Row[] = [...FORMATS, ...REFUSALS];
