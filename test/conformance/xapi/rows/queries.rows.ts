import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { VOIDED_VERB } from '../../../../src/features/xapi/statement.schema.ts';
import { sampleStatement, sampleSubStatement } from '../../../features/xapi/statement-samples.ts';
import { activity, idsOf, page, person, type Page } from '../pages.ts';
import type { Row } from '../row.ts';
import type { Speaker } from '../speaker.ts';

/** Of two statements one has what is asked for. */
const finds = (
  id: string,
  says: string,
  given: () => { query: Record<string, unknown>; has: object; hasNot: object },
): Row => ({
  id,
  says,
  async play(s) {
    const { query, has, hasNot } = given();
    const [found] = await s.store({ ...has }, { ...hasNot });
    expect(idsOf(await page(s, query))).toEqual([found]);
  },
});

const FILTERS: Row[] = [
  finds('XAPI-00181', 'statements are found by their agent', () => {
    const actor = person();
    return { query: { agent: actor }, has: { actor }, hasNot: { actor: person() } };
  }),
  finds('XAPI-00181', 'the agent may be the object as well', () => {
    const agent = person();
    return { query: { agent }, has: { object: agent }, hasNot: { context: { instructor: agent } } };
  }),
  finds('XAPI-00180', 'statements are found by their verb', () => {
    const verb = { id: `https://school.example/verbs/${v7()}` };
    return { query: { verb: verb.id }, has: { verb }, hasNot: { verb: { id: `${verb.id}-other` } } };
  }),
  finds('XAPI-00179', 'statements are found by their activity', () => {
    const object = activity();
    return {
      query: { activity: object.id },
      has: { object },
      hasNot: { context: { contextActivities: { parent: object } } },
    };
  }),
  finds('XAPI-00178', 'statements are found by their registration', () => {
    const registration = v7();
    return {
      query: { registration },
      has: { context: { registration } },
      hasNot: { context: { registration: v7() } },
    };
  }),
  finds('XAPI-00177', 'with related_activities an activity is found anywhere', () => {
    const parent = activity();
    return {
      query: { activity: parent.id, related_activities: 'true' },
      has: { context: { contextActivities: { grouping: parent } } },
      hasNot: {},
    };
  }),
  finds('XAPI-00176', 'with related_agents an agent is found anywhere', () => {
    const instructor = person();
    return {
      query: { agent: instructor, related_agents: 'true' },
      has: { context: { instructor } },
      hasNot: {},
    };
  }),
  finds('XAPI-00176', 'related agents are found within a sub-statement', () => {
    const actor = person();
    return {
      query: { agent: actor, related_agents: 'true' },
      has: { object: sampleSubStatement({ actor }) },
      hasNot: {},
    };
  }),
  {
    id: 'XAPI-00164',
    says: 'whoever asks for several things gets what has all of them',
    async play(s) {
      const [actor, verb] = [person(), { id: `https://school.example/verbs/${v7()}` }];
      const [both] = await s.store({ actor, verb }, { actor }, { verb });
      expect(idsOf(await page(s, { agent: actor, verb: verb.id }))).toEqual([both]);
    },
  },
  {
    id: 'XAPI-00162',
    says: 'statements about a statement that is found are found with it, though it be voided',
    async play(s) {
      const verb = { id: `https://school.example/verbs/${v7()}` };
      const [voided = ''] = await s.store({ verb });
      const [voider] = await s.store({
        verb: { id: VOIDED_VERB },
        object: { objectType: 'StatementRef', id: voided },
      });
      expect(idsOf(await page(s, { verb: verb.id }))).toEqual([voider]);
    },
  },
];

const TIMES: Row[] = [
  {
    id: 'XAPI-00175',
    says: 'since leaves out what was stored then and before',
    async play(s) {
      const { actor, after, since } = await before(s);
      expect(idsOf(await page(s, { agent: actor, since }))).toEqual(after);
    },
  },
  {
    id: 'XAPI-00174',
    says: 'until keeps what was stored then and before',
    async play(s) {
      const { actor, earlier, since } = await before(s);
      expect(idsOf(await page(s, { agent: actor, until: since }))).toEqual(earlier);
    },
  },
  {
    id: 'XAPI-00166',
    says: 'the latest comes first, or last with ascending',
    async play(s) {
      const { actor, earlier, after } = await before(s);
      expect(idsOf(await page(s, { agent: actor }))).toEqual([...after, ...earlier]);
      expect(idsOf(await page(s, { agent: actor, ascending: 'true' }))).toEqual([...earlier, ...after]);
    },
  },
];

/** A statement at one moment, and one a second later. */
async function before(s: Speaker) {
  const actor = person();
  const earlier = await s.store({ actor });
  const since = s.test.clock.now.toISOString();
  s.test.clock.advance(1000);
  return { actor, earlier, since, after: await s.store({ actor }) };
}

const PAGES: Row[] = [
  {
    id: 'XAPI-00173',
    says: 'no more are answered than asked for',
    async play(s) {
      const actor = person();
      await s.store({ actor }, { actor }, { actor });
      expect((await page(s, { agent: actor, limit: '2' })).statements).toHaveLength(2);
    },
  },
  {
    id: 'XAPI-00108',
    says: 'more leads to the next page, and so to all',
    async play(s) {
      const actor = person();
      const ids = await s.store(...[1, 2, 3, 4, 5].map(() => ({ actor })));
      const seen: unknown[] = [];
      let answer = await page(s, { agent: actor, limit: '2', ascending: 'true' });
      for (;;) {
        seen.push(...idsOf(answer));
        if (!answer.more) break;
        expect(answer.more).toMatch(/^\/xapi\//);
        answer = (await s.expects(200, 'GET', answer.more.slice('/xapi'.length))).json() as Page;
      }
      expect(seen).toEqual(ids);
    },
  },
  {
    id: 'XAPI-00109',
    says: 'where there is no more, more is empty',
    async play(s) {
      const actor = person();
      await s.store({ actor });
      expect((await page(s, { agent: actor })).more).toBe('');
    },
  },
  {
    id: 'XAPI-00149',
    says: 'nothing found is an empty list, no error',
    play: async (s) => expect(await page(s, { agent: person() })).toEqual({ statements: [], more: '' }),
  },
  {
    id: 'XAPI-00154',
    says: 'who asks for nothing in particular gets a list of statements',
    async play(s) {
      await s.store({});
      const { statements } = await page(s, {});
      expect(statements[0]).toMatchObject({ id: expect.any(String), actor: expect.any(Object) });
    },
  },
];

const ONE: Row[] = [
  {
    id: 'XAPI-00156',
    says: 'a statement is found by its id, in any letters',
    async play(s) {
      const [id = ''] = await s.store({});
      expect(await s.read(id.toUpperCase())).toMatchObject(sampleStatement());
    },
  },
  {
    id: 'Communication 3.2',
    says: 'a statement that isn’t there is not found',
    play: async (s) => void (await s.expects(404, 'GET', '/statements', { query: { statementId: v7() } })),
  },
  {
    id: 'IEEE-9274.1.1-4.1.6.1',
    says: 'a statement tells when it was stored',
    async play(s) {
      const [id = ''] = await s.store({});
      const { headers } = await s.expects(200, 'GET', '/statements', { query: { statementId: id } });
      expect(headers.get('last-modified')).toBe(s.test.clock.now.toUTCString());
    },
  },
];

export const QUERIES: Row[] = [...ONE, ...FILTERS, ...TIMES, ...PAGES];
