import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkClauses, longestProbation } from '../../../src/features/signing/clause.rules.ts';
import { AGREEMENT_KINDS, Clauses } from '../../../src/features/signing/signing.schema.ts';

const TODAY = '2026-11-23';
const sound = {
  ...{ kind: 'labour', employer: 'A works', post: 'Operator', place: 'Jinan', startsOn: '2027-03-01' },
  ...{
    signedOn: '2027-02-20',
    termMonths: 36,
    probationMonths: 6,
    pay: 6000,
    probationPay: 4800,
    leastPay: 2200,
  },
  ...{ weeklyHours: 40, restDays: 2, insured: 'yes' },
};
const clauses = (given: object = {}): Clauses => Clauses.parse({ ...sound, ...given });
const idsOf = (given: object) =>
  checkClauses(clauses(given), TODAY).map(({ id, verdict }) => `${verdict} ${id}`);

describe('the check of clauses', () => {
  it('finds nothing in a contract as the law wants it', () => {
    expect(idsOf({})).toEqual([]);
  });

  it.each([
    ['a deposit', { deposit: 500 }, ['against deposit']],
    ['kept documents', { keepsDocuments: 'on' }, ['against documents']],
    ['seven months of probation', { probationMonths: 7 }, ['against probationTooLong']],
    ['any probation below three months', { termMonths: 2, probationMonths: 1 }, ['against probationTooLong']],
    [
      'a contract of probation alone',
      { termMonths: 3, probationMonths: 3 },
      ['against probationTooLong', 'against probationOnly'],
    ],
    [
      'a probation without a term',
      { termMonths: '' },
      ['missing unsaid.termMonths', 'ask probationWithoutTerm'],
    ],
    ['79 % of the pay in probation', { probationPay: 4740 }, ['against probationPay']],
    ['less than the least pay', { pay: 2100, probationPay: '' }, ['against belowLeastPay']],
    ['48 hours a week', { weeklyHours: 48 }, ['against hours']],
    ['no day of rest', { restDays: 0 }, ['against restDays']],
    ['a penalty for leaving', { penaltyFor: 'leaving', penalty: 3000 }, ['against penalty']],
    [
      'a penalty above the training’s cost',
      { penaltyFor: 'training', penalty: 9000, trainingCost: 8000 },
      ['against trainingPenalty'],
    ],
    [
      'a penalty within the training’s cost',
      { penaltyFor: 'training', penalty: 8000, trainingCost: 8000 },
      [],
    ],
    [
      'a penalty for training of unknown cost',
      { penaltyFor: 'training', penalty: 9000 },
      ['ask trainingCost'],
    ],
    [
      '30 unpaid months without competition',
      { restraintMonths: 30 },
      ['against restraintTooLong', 'against restraintUnpaid', 'ask restraintWhom'],
    ],
    ['no insurance', { insured: 'no' }, ['against insurance']],
    ['insurance unsaid', { insured: 'unsaid' }, ['missing insuranceUnsaid']],
    [
      'work for two months without a paper',
      { startsOn: '2026-09-22', signedOn: '' },
      ['against contractLate'],
    ],
    ['work for less than a month without a paper', { startsOn: '2026-11-01', signedOn: '' }, []],
    [
      'no place and no hours',
      { place: '', weeklyHours: '' },
      ['missing unsaid.place', 'missing unsaid.weeklyHours'],
    ],
  ])('of %s', (_what, given, expected) => {
    expect(idsOf(given)).toEqual(expected);
  });

  it('says of an agreement of three that a contract follows, and asks after its penalty', () => {
    expect(idsOf({ kind: 'tripartite', penaltyFor: 'leaving', penalty: 5000, probationMonths: '' })).toEqual([
      'ask penaltyTripartite',
      'ask contractFollows',
    ]);
  });

  it('holds a traineeship against its own rules, not those of contracts', () => {
    const trainee = {
      kind: 'internship',
      pay: '',
      leastPay: '',
      weeklyHours: 44,
      startsOn: '2026-11-02',
      signedOn: '2026-11-05',
    };
    expect(idsOf({ ...trainee, insured: 'no' })).toEqual([
      'against internshipHours',
      'against internshipFirst',
      'missing internshipPay',
    ]);
  });

  it.each([
    [2, 0],
    [3, 1],
    [11, 1],
    [12, 2],
    [35, 2],
    [36, 6],
    [null, null],
  ])('lets a term of %s months have a probation of %s', (termMonths, most) => {
    expect(longestProbation({ withoutEnd: false, termMonths })).toBe(most);
  });

  it('lists what is against the law first, and never fails', () => {
    const number = fc.option(fc.double({ min: 0, max: 600, noNaN: true }));
    const day = fc.option(fc.constantFrom('2026-01-31', '2026-11-23', '2028-02-29'));
    const order = ['against', 'missing', 'ask'];
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom(...AGREEMENT_KINDS),
          ...{ startsOn: day, signedOn: day, withoutEnd: fc.boolean(), keepsDocuments: fc.boolean() },
          ...{
            termMonths: number,
            probationMonths: number,
            pay: number,
            probationPay: number,
            leastPay: number,
          },
          ...{
            weeklyHours: number,
            restDays: number,
            deposit: number,
            penalty: number,
            trainingCost: number,
          },
          ...{ restraintMonths: number, restraintPay: number },
          penaltyFor: fc.constantFrom('none', 'leaving', 'training', 'competition', 'other'),
        }),
        (odd) => {
          const ranks = checkClauses({ ...clauses(), ...odd }, TODAY).map(({ verdict }) =>
            order.indexOf(verdict),
          );
          expect(ranks).toEqual(ranks.toSorted());
        },
      ),
    );
  });
});
