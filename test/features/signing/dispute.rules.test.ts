import { describe, expect, it } from '@jest/globals';
import { assessDispute } from '../../../src/features/signing/dispute.rules.ts';
import type { DisputeStep } from '../../../src/features/signing/signing.schema.ts';

const TODAY = '2026-11-23';
const assess = (aroseOn: string, steps: [DisputeStep, string][] = [], closed = false) =>
  assessDispute({ aroseOn, closed, steps: steps.map(([kind, day]) => ({ kind, day })) }, TODAY);

describe('a dispute', () => {
  it.each([
    ['far off', '2026-10-01', { day: '2027-10-01', daysLeft: 312, state: 'far' }],
    ['near', '2025-12-10', { day: '2026-12-10', daysLeft: 17, state: 'near' }],
    ['today', '2025-11-23', { day: '2026-11-23', daysLeft: 0, state: 'near' }],
    ['past', '2025-11-22', { day: '2026-11-22', daysLeft: -1, state: 'past' }],
    ['of a leap day', '2024-02-29', { day: '2025-02-28', daysLeft: -633, state: 'past' }],
  ])('has a year for arbitration: %s', (_what, aroseOn, deadline) => {
    expect(assess(aroseOn).deadline).toEqual({ id: 'arbitration', ...deadline });
  });

  it('is talked about first, may be mediated, and can go to arbitration at once', () => {
    expect(assess('2026-10-01').next).toEqual(['talked', 'mediation', 'arbitration', 'note']);
    expect(assess('2026-10-01', [['talked', '2026-10-05']]).next).toEqual([
      'mediation',
      'arbitration',
      'note',
    ]);
  });

  it('waits for the award, then has fifteen days for the court', () => {
    const asked: [DisputeStep, string][] = [['arbitration', '2026-10-20']];
    expect(assess('2026-10-01', asked)).toEqual({ next: ['award', 'note'], deadline: null });
    expect(assess('2026-10-01', [...asked, ['award', '2026-11-20']])).toEqual({
      next: ['court', 'note'],
      deadline: { id: 'court', day: '2026-12-05', daysLeft: 12, state: 'near' },
    });
  });

  it('asks for nothing more when it is closed or in court', () => {
    expect(assess('2026-10-01', [], true)).toEqual({ next: [], deadline: null });
    expect(assess('2026-10-01', [['court', '2026-11-01']])).toEqual({ next: ['note'], deadline: null });
  });
});
