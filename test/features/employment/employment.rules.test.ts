import { describe, expect, it } from '@jest/globals';
import { checkRecords, type Check } from '../../../src/features/employment/check-records.rules.ts';
import {
  bandOf,
  groupOf,
  isEmployed,
  isPlaced,
  listGaps,
  readPay,
} from '../../../src/features/employment/destination.rules.ts';
import {
  DESTINATION_CODES,
  type DestinationCode,
  type DestinationContent,
} from '../../../src/features/employment/employment.schema.ts';
import { opensTicket, readFollowUp } from '../../../src/features/employment/follow-up.rules.ts';
import type { QualityRecord } from '../../../src/features/employment/quality.schema.ts';
import {
  addMonths,
  judgeContact,
  judgeWave,
  planWaves,
} from '../../../src/features/employment/wave.rules.ts';

describe('a destination', () => {
  const groups: [string, DestinationCode, string, string][] = [
    ['an agreement is a contract, and with an employer', 10, 'contract', 'employer'],
    ['another form of employment is flexible in 2021, with an employer in 2024', 12, 'flexible', 'employer'],
    ['the army counts as a contract', 46, 'contract', 'employer'],
    ['freelance work is flexible in 2021 and a group of its own in 2024', 76, 'flexible', 'freelance'],
    ['a business of one’s own is one in both', 75, 'startup', 'startup'],
    ['going abroad is further study', 85, 'study', 'study'],
    ['preparing for study is not looking for work', 71, 'not_seeking', 'not_seeking'],
    ['who looks for work is counted apart', 70, 'seeking', 'seeking'],
  ];
  it.each(groups)('%s', (_sentence, code, v2021, v2024) => {
    expect([groupOf(code, '2021'), groupOf(code, '2024')]).toEqual([v2021, v2024]);
  });

  it('is placed under both formulae alike, and further study is not employment', () => {
    for (const code of DESTINATION_CODES) expect(isPlaced(code, '2021')).toBe(isPlaced(code, '2024'));
    expect(DESTINATION_CODES.filter((code) => !isPlaced(code, '2024'))).toEqual([70, 71, 72]);
    expect(DESTINATION_CODES.filter((code) => isPlaced(code, '2024') && !isEmployed(code))).toEqual([80, 85]);
  });

  const CONTENT: DestinationContent = {
    code: 11,
    employerName: 'Harbour Logistics',
    unitNature: 39,
    industry: 34,
    postType: 13,
    postTitle: 'Front-end developer',
    postTalent: 'development',
    region: 'Zhejiang',
    enteredOn: '2026-07-01',
    payFrom: 5000,
    evidence: null,
  };
  const gaps: [string, Partial<DestinationContent>, string[]][] = [
    ['a whole record lacks nothing', {}, []],
    ['work without an employer lacks one', { employerName: null }, ['employerMissing']],
    ['freelance work needs no employer, but a paper', { code: 76, employerName: null }, ['evidenceMissing']],
    ['without an entry day nothing can be planned', { enteredOn: null }, ['entryMissing']],
    ['an entry day to come is told', { enteredOn: '2026-12-01' }, ['entryInFuture']],
    ['who looks for work lacks nothing', { code: 70, employerName: null, enteredOn: null }, []],
  ];
  it.each(gaps)('%s', (_sentence, given, expected) => {
    expect(listGaps({ ...CONTENT, ...given }, '2026-09-07')).toEqual(expected);
  });

  it('keeps pay as the band it lies in', () => {
    expect([0, 2999, 3000, 6500, 250_000].map(bandOf)).toEqual([0, 0, 3000, 6000, 10_000]);
    expect([readPay('6000'), readPay('6500'), readPay(null)]).toEqual([6000, null, null]);
  });
});

describe('a follow-up', () => {
  it('is due 1, 3, 6 and 12 months after the entry day, fifteen days either way', () => {
    expect(
      planWaves('2026-01-31').map(({ months, opensOn, dueOn, closesOn }) => [
        months,
        opensOn,
        dueOn,
        closesOn,
      ]),
    ).toEqual([
      [1, '2026-02-13', '2026-02-28', '2026-03-15'],
      [3, '2026-04-15', '2026-04-30', '2026-05-15'],
      [6, '2026-07-16', '2026-07-31', '2026-08-15'],
      [12, '2027-01-16', '2027-01-31', '2027-02-15'],
    ]);
    expect(addMonths('2027-11-30', 3)).toBe('2028-02-29');
  });

  const wave = { opensOn: '2026-08-01', dueOn: '2026-08-16', closesOn: '2026-08-31', answered: false };
  const states: [string, string, boolean, string][] = [
    ['waits before its window', '2026-07-31', false, 'upcoming'],
    ['is open from its first day', '2026-08-01', false, 'open'],
    ['is open on its due day', '2026-08-16', false, 'open'],
    ['is late after it', '2026-08-17', false, 'late'],
    ['is late on its last day', '2026-08-31', false, 'late'],
    ['is missed after its window', '2026-09-01', false, 'missed'],
    ['stays answered', '2026-09-01', true, 'answered'],
  ];
  it.each(states)('%s', (_sentence, today, answered, state) => {
    expect(judgeWave({ ...wave, answered }, today)).toBe(state);
  });

  const contacts: [string, Parameters<typeof judgeContact>, string][] = [
    ['a first try is allowed', ['open', [], '2026-08-10'], 'allowed'],
    ['another on another day too', ['late', ['2026-08-10'], '2026-08-20'], 'allowed'],
    ['not twice on one day', ['open', ['2026-08-10'], '2026-08-10'], 'sameDay'],
    ['not a fourth time', ['open', ['2026-08-01', '2026-08-02', '2026-08-03'], '2026-08-10'], 'tooMany'],
    ['not before the window', ['upcoming', [], '2026-07-10'], 'notOpen'],
    ['not after it', ['missed', [], '2026-10-10'], 'notOpen'],
    ['not once it is answered', ['answered', [], '2026-08-10'], 'answered'],
  ];
  it.each(contacts)('%s', (_sentence, given, verdict) => {
    expect(judgeContact(...given)).toBe(verdict);
  });

  it('reads the core items and leaves out what it doesn’t know', () => {
    expect(
      readFollowUp({
        still: 'same',
        match: 4,
        pay: 'from-6000',
        growth: 9,
        problems: ['pay', 'moon'],
        words: ' ',
        help: 'no',
        extra: 1,
      }),
    ).toEqual({
      still: 'same',
      match: 4,
      payFrom: 6000,
      growth: null,
      satisfaction: null,
      problems: ['pay'],
      words: null,
      wantsHelp: false,
    });
  });

  const calls: [string, Record<string, unknown>, boolean][] = [
    ['who asks for help gets a ticket', { help: 'yes' }, true],
    ['who names a difficulty with the contract gets one unasked', { problems: ['contract'] }, true],
    ['but not who said no', { problems: ['contract'], help: 'no' }, false],
    ['other difficulties alone open none', { problems: ['pay'] }, false],
    ['no difficulty opens none', {}, false],
  ];
  it.each(calls)('%s', (_sentence, answers, expected) => {
    expect(opensTicket(readFollowUp(answers), answers['help'] === 'no')).toBe(expected);
  });
});

describe('the checks of a cohort', () => {
  const record = (given: Partial<QualityRecord>): QualityRecord => ({
    personId: 'p',
    graduatedOn: '2026-06-30',
    majorTalent: null,
    code: 11,
    employerName: 'Harbour Logistics',
    unitNature: null,
    industry: null,
    region: null,
    postTalent: null,
    enteredOn: '2026-07-01',
    evidence: null,
    payFrom: null,
    latest: null,
    ...given,
  });
  const many = (count: number, given: (index: number) => Partial<QualityRecord>) =>
    Array.from({ length: count }, (_, index) => record(given(index)));
  const different = (index: number) => ({ employerName: `Employer ${index}` });
  const cases: [string, QualityRecord[], [Check, number][]][] = [
    ['find nothing in a sound cohort', many(10, different), []],
    ['find nothing where nobody is', [], []],
    [
      'tell when too few destinations are known',
      [...many(6, different), ...many(4, () => ({ code: null, enteredOn: null, employerName: null }))],
      [['knowledge', 4]],
    ],
    [
      'count what needs evidence and has none',
      [...many(9, different), record({ code: 12, employerName: 'X' })],
      [['evidence', 1]],
    ],
    [
      'doubt much flexible work',
      [...many(6, different), ...many(4, () => ({ code: 76, employerName: null, evidence: 'statement' }))],
      [['flexible', 4]],
    ],
    ['doubt many with one employer', [...many(10, different), ...many(5, () => ({}))], [['cluster', 5]]],
    [
      'tell entry days to come',
      [...many(9, different), record({ enteredOn: '2027-01-01', employerName: 'X' })],
      [['future', 1]],
    ],
  ];
  it.each(cases)('%s', (_sentence, records, expected) => {
    expect(checkRecords(records, '2026-09-07').map(({ id, count }) => [id, count])).toEqual(expected);
  });
});
