import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  burnDown,
  countsAsEnterprise,
  findLacking,
  mayMove,
  moveTask,
} from '../../../src/features/training/project.rules.ts';
import { presentProjectShares } from '../../../src/features/training/projects.pages.ts';
import type { Evidence, ListedProject } from '../../../src/features/training/projects.schema.ts';

const PROVED: Evidence = {
  source: 'enterprise',
  employerName: 'Harbour Logistics',
  evidenceKind: 'agreement',
  evidenceReference: 'No. 12',
  deliverables: 1,
};

describe('a project counts as an enterprise’s (R041)', () => {
  it.each([
    ['with employer, evidence and a deliverable', {}, true, []],
    ['not without the employer’s name', { employerName: ' ' }, false, ['employer']],
    ['not with evidence nobody can look up', { evidenceReference: null }, false, ['evidence']],
    ['not with a reference to nobody knows what', { evidenceKind: null }, false, ['evidence']],
    ['not when nothing is to be delivered', { deliverables: 0 }, false, ['deliverable']],
    ['not when it is a product of no enterprise', { source: 'product' as const }, false, []],
  ])('%s', (_name, given, counts, lacking) => {
    expect(countsAsEnterprise({ ...PROVED, ...given })).toBe(counts);
    expect(findLacking({ ...PROVED, ...given })).toEqual(lacking);
  });
});

describe('who may move a task', () => {
  const mine = { ownerPersonId: 'me', ownerTeam: null };
  const ours = { ownerPersonId: null, ownerTeam: 'A' };
  const free = { ownerPersonId: null, ownerTeam: null };
  const member = (team: string | null) => ({ personId: 'me', teaches: false, membership: { team } });
  it.each([
    ['a member their own', mine, member(null), true],
    ['a member not another’s', { ...mine, ownerPersonId: 'you' }, member('A'), false],
    ['a member their team’s', ours, member('A'), true],
    ['a member not another team’s', ours, member('B'), false],
    ['a member what belongs to nobody', free, member(null), true],
    ['who is no member nothing', free, { personId: 'me', teaches: false, membership: null }, false],
    ['a teacher any', ours, { personId: 'x', teaches: true, membership: null }, true],
  ])('%s', (_name, task, who, allowed) => {
    expect(mayMove(task, who)).toBe(allowed);
  });

  it('keeps the day it was first done on, and loses it when it is taken up again', () => {
    expect(moveTask({ doneOn: null }, 'done', '2026-09-09')).toEqual({ state: 'done', doneOn: '2026-09-09' });
    expect(moveTask({ doneOn: '2026-09-08' }, 'done', '2026-09-09').doneOn).toBe('2026-09-08');
    expect(moveTask({ doneOn: '2026-09-08' }, 'doing', '2026-09-09').doneOn).toBeNull();
  });
});

describe('the burndown (R106)', () => {
  const at = { startsOn: '2026-09-01', endsOn: '2026-09-05', today: '2026-09-03' };
  it('counts what is there and not done at each day’s end, and nothing of days to come', () => {
    const tasks = [
      { createdOn: '2026-09-01', doneOn: '2026-09-02' },
      { createdOn: '2026-09-01', doneOn: null },
      { createdOn: '2026-09-03', doneOn: null },
    ];
    expect(burnDown(tasks, at).map(({ remaining }) => remaining)).toEqual([2, 1, 2, null, null]);
    expect(burnDown(tasks, at).map(({ even }) => even)).toEqual([3, 2.25, 1.5, 0.75, 0]);
  });
  it('is empty without tasks', () => expect(burnDown([], at)).toEqual([]));
  it('never has more days than fit, begins and ends with the project, and shows today', () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
    const number = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(number, number, number, (start, length, now) => {
        const points = burnDown([{ createdOn: day(0), doneOn: null }], {
          startsOn: day(start),
          endsOn: day(start + length),
          today: day(now),
        });
        const days = points.map((point) => point.day);
        expect(points.length).toBeLessThanOrEqual(17);
        expect(days).toEqual([...new Set(days)].sort());
        expect([days[0], days.at(-1)]).toEqual([day(start), day(start + length)]);
        expect(days.includes(day(now))).toBe(now >= start && now <= start + length);
        expect(points.filter(({ remaining }) => remaining !== null).every((p) => p.day <= day(now))).toBe(
          true,
        );
      }),
    );
  });
});

describe('the shares from enterprises', () => {
  const project = (id: string, given: Partial<ListedProject> = {}): ListedProject => ({
    ...PROVED,
    id,
    courseId: 'c',
    courseTitle: 'Course',
    title: id,
    startsOn: '2026-09-01',
    endsOn: '2026-10-01',
    tasks: 0,
    done: 0,
    overdue: 0,
    ...given,
  });
  it('take only what has evidence, and list what hasn’t', () => {
    const shares = presentProjectShares(
      [
        project('shown'),
        project('claimed', { evidenceReference: null }),
        project('other', { source: 'other' }),
      ],
      [{ courseId: 'c', title: 'Course', tasks: 5 }],
      [
        { title: 'in shown', courseId: 'c', courseTitle: 'Course', projectIds: ['claimed', 'shown'] },
        { title: 'in claimed', courseId: 'c', courseTitle: 'Course', projectIds: ['claimed'] },
        { title: 'in none', courseId: 'c', courseTitle: 'Course', projectIds: [] },
      ],
    );
    expect(shares.projects).toMatchObject({ part: 1, whole: 3, enough: false });
    expect(shares.tasks).toMatchObject({ part: 1, whole: 5, share: 0.2, wanted: 0.4 });
    expect(shares.unproved.map(({ title, lacking }) => [title, lacking])).toEqual([
      ['claimed', ['evidence']],
    ]);
    expect(shares.unprovedTasks.map(({ title }) => title)).toEqual(['in claimed', 'in none']);
  });
});
