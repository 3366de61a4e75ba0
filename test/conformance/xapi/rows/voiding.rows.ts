import { expect } from '@jest/globals';
import { v7 } from 'uuid';
import { VOIDED_VERB } from '../../../../src/features/xapi/statement.schema.ts';
import { sampleStatement } from '../../../features/xapi/statement-samples.ts';
import { idsOf, page } from '../pages.ts';
import type { Row } from '../row.ts';
import { refused } from '../shape.ts';

const voiding = (id: string, changes: object = {}) => ({
  verb: { id: VOIDED_VERB },
  object: { objectType: 'StatementRef', id },
  ...changes,
});
export const VOIDING: Row[] = [
  {
    id: 'XAPI-00018',
    says: 'a voided statement is found no more as a statement',
    async play(s) {
      const [id = ''] = await s.store({});
      await s.store(voiding(id));
      await s.expects(404, 'GET', '/statements', { query: { statementId: id } });
    },
  },
  {
    id: 'XAPI-00157',
    says: 'a voided statement is found as a voided one',
    async play(s) {
      const [id = ''] = await s.store({});
      await s.expects(404, 'GET', '/statements', { query: { voidedStatementId: id } });
      await s.store(voiding(id));
      expect(
        (await s.expects(200, 'GET', '/statements', { query: { voidedStatementId: id } })).json(),
      ).toMatchObject({ id });
    },
  },
  {
    id: 'XAPI-00163',
    says: 'a voided statement is on no list',
    async play(s) {
      const registration = v7();
      const [gone = '', stays = ''] = await s.store(
        { context: { registration } },
        { context: { registration } },
      );
      const [voider = ''] = await s.store(voiding(gone));
      expect(idsOf(await page(s, { registration }))).toEqual([voider, stays]);
    },
  },
  {
    id: 'XAPI-00016',
    says: 'a voiding statement can’t be voided',
    async play(s) {
      const [id = ''] = await s.store({});
      const [voider = ''] = await s.store(voiding(id));
      await s.store(voiding(voider));
      await s.expects(200, 'GET', '/statements', { query: { statementId: voider } });
      await s.expects(200, 'GET', '/statements', { query: { voidedStatementId: id } });
    },
  },
  {
    id: 'Data 2.3.2',
    says: 'a statement that is voided before it arrives is void',
    async play(s) {
      const id = v7();
      await s.store(voiding(id));
      await s.store({ id });
      await s.expects(200, 'GET', '/statements', { query: { voidedStatementId: id } });
    },
  },
  refused(
    'XAPI-00017',
    'only another statement can be voided',
    sampleStatement({ verb: { id: VOIDED_VERB } }),
    { pointer: '/object' },
  ),
];
