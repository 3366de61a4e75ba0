import { describe, expect, it } from '@jest/globals';
import { isCreditCode, normaliseCreditCode } from '../../../src/features/employers/credit-code.rules.ts';
import {
  isCooperating,
  judgeAgreement,
  judgeLink,
  stepsFrom,
} from '../../../src/features/employers/employer.rules.ts';
import { findHoldReasons } from '../../../src/features/employers/hold.rules.ts';
import { decide, findFault, receiptOf } from '../../../src/features/employers/posting.rules.ts';
import { readPostingWords } from '../../../src/features/employers/read-words.ts';
import { POSTING_STATES } from '../../../src/features/employers/postings.schema.ts';

describe('a unified social credit code', () => {
  it.each([
    ['as the standard prints it', '91350100M000100Y43', true],
    ['with another check digit', '91350100M000100Y44', false],
    ['with two digits exchanged', '91350010M000100Y43', false],
    ['too short', '91350100M000100Y4', false],
    ['with a letter that isn’t used', '91350100I000100Y43', false],
    ['empty', '', false],
  ])('%s', (_name, code, right) => expect(isCreditCode(code)).toBe(right));

  it('is read as people type it', () =>
    expect(normaliseCreditCode(' 91350100 m000100y43 ')).toBe('91350100M000100Y43'));
});

describe('an agreement', () => {
  const agreement = {
    kind: 'training' as const,
    signedOn: '2026-01-01',
    endsOn: '2026-12-31',
    settledAt: null,
  };
  it.each([
    ['runs', '2026-06-01', 'inForce'],
    ['ends within sixty days', '2026-11-15', 'due'],
    ['ends today', '2026-12-31', 'due'],
    ['ended yesterday', '2027-01-01', 'overdue'],
    ['begins tomorrow', '2025-12-31', 'toCome'],
  ])('that %s', (_name, today, state) => {
    const dueFrom = new Date(Date.parse(today) + 60 * 86_400_000).toISOString().slice(0, 10);
    expect(judgeAgreement(agreement, today, dueFrom)).toBe(state);
  });
  it('that was settled is overdue no more', () =>
    expect(judgeAgreement({ ...agreement, settledAt: new Date(0) }, '2027-05-01', '2027-06-30')).toBe(
      'settled',
    ));
  it('on training makes a cooperating employer while it is in force, any other does not', () => {
    expect(isCooperating([agreement], '2026-12-31')).toBe(true);
    expect(isCooperating([agreement], '2027-01-01')).toBe(false);
    expect(isCooperating([{ ...agreement, kind: 'internship' }], '2026-06-01')).toBe(false);
  });
});

describe('verification', () => {
  it('looks at a suspended employer again before it is verified', () => {
    expect(stepsFrom('suspended')).toEqual(['pending']);
    expect(stepsFrom('unverified')).toContain('verified');
  });
});

describe('an employer’s link', () => {
  const now = new Date('2026-09-07T00:00:00Z');
  const link = {
    expiresAt: new Date('2026-09-08T00:00:00Z'),
    revokedAt: null,
    verification: 'verified' as const,
  };
  it.each([
    ['in force', link, 'open'],
    ['that nobody made', null, 'unknown'],
    ['past its end', { ...link, expiresAt: now }, 'expired'],
    ['taken back', { ...link, revokedAt: now }, 'revoked'],
    ['of a suspended employer', { ...link, verification: 'suspended' as const }, 'revoked'],
  ])('%s', (_name, given, verdict) => expect(judgeLink(given, now)).toBe(verdict));
});

describe('holding a posting', () => {
  const plain = {
    title: '前端开发',
    text: '负责页面开发，五险一金，双休。',
    special: '',
    kind: 'full_time' as const,
    payMin: 4000,
    payMax: 6000,
  };
  it.each([
    ['an ordinary opening of a verified employer', {}, 'verified', []],
    ['an ordinary opening of somebody nobody checked', {}, 'unverified', ['employer']],
    ['one that asks for training fees', { text: '入职须缴纳培训费 800 元' }, 'verified', ['fee']],
    ['one that says there are no fees', { text: '不收取任何培训费、服装费，熟悉 Vue' }, 'verified', []],
    [
      'one that asks for a deposit and withholds identity cards',
      { text: '交押金，身份证原件由公司保管' },
      'verified',
      ['deposit', 'idWithheld'],
    ],
    ['one that promises daily riches', { title: '兼职打字，日赚五百' }, 'verified', ['tooGood']],
    ['one with training loans in its special needs', { special: '可办理培训贷' }, 'verified', ['loan']],
    ['one for men only', { text: '限男性，能吃苦耐劳，能加班' }, 'verified', ['discrimination']],
    [
      'one in English that asks for a registration fee',
      { text: 'A Registration Fee is charged' },
      'verified',
      ['fee'],
    ],
    ['one that pays what nobody pays', { payMin: 60_000, payMax: 90_000 }, 'verified', ['payHigh']],
    ['a full-time one below any minimum wage', { payMin: 500, payMax: 900 }, 'verified', ['payLow']],
    [
      'an internship with a small allowance',
      { kind: 'internship' as const, payMin: 500, payMax: 900 },
      'verified',
      [],
    ],
    ['one whose pay may be anything', { payMin: 3000, payMax: 30_000 }, 'verified', ['payWide']],
    ['one that doesn’t tell its pay', { payMin: null, payMax: null }, 'verified', []],
  ] as const)('%s', async (_name, given, verification, rules) => {
    const reasons = findHoldReasons({ ...plain, ...given }, verification, await readPostingWords());
    expect(reasons.map(({ rule }) => rule)).toEqual(rules);
  });
  it('says what in the text it saw', async () => {
    const reasons = findHoldReasons(
      { ...plain, text: '入职交押金两百' },
      'verified',
      await readPostingWords(),
    );
    expect(reasons).toEqual([{ rule: 'deposit', found: '押金' }]);
  });
});

describe('what can be filed', () => {
  const content = { purpose: 'opening' as const, payMin: null, payMax: null, expiresOn: '2026-10-01' };
  it.each([
    ['until some day', {}, null],
    ['until today', { expiresOn: '2026-09-07' }, null],
    ['for sixty days', { expiresOn: '2026-11-06' }, null],
    ['for longer', { expiresOn: '2026-11-07' }, 'employers.expiry'],
    ['until yesterday', { expiresOn: '2026-09-06' }, 'employers.expiry'],
    ['for ever', { expiresOn: null }, 'employers.expiry'],
    ['a need without an end', { purpose: 'need' as const, expiresOn: null }, null],
    ['pay that begins above its end', { payMin: 5000, payMax: 4000 }, 'employers.payOrder'],
  ])('%s', (_name, given, fault) => expect(findFault({ ...content, ...given }, '2026-09-07')).toBe(fault));

  it('gets a receipt of its day', () =>
    expect(receiptOf('2026-09-07', '01991f2e-0000-7000-8000-0123456789ab')).toBe('20260907-456789AB'));
});

describe('deciding', () => {
  it('opens only what was held, and never what was refused', () => {
    expect(POSTING_STATES.filter((state) => decide(state, 'release') !== null)).toEqual(['held']);
    expect(POSTING_STATES.filter((state) => decide(state, 'close') !== null)).toEqual([
      'draft',
      'held',
      'open',
      'filed',
    ]);
    expect(decide('refused', 'hold')).toBeNull();
  });
});
