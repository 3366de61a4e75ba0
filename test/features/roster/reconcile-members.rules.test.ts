import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideReconciliation } from '../../../src/features/roster/reconcile-members.rules.ts';
import type {
  Candidates,
  KnownCourse,
  KnownMembership,
  KnownPerson,
  Reconciliation,
  RosterSnapshot,
  ToldMember,
} from '../../../src/features/roster/reconcile-members.schema.ts';

const READ_AT = new Date('2026-09-08T01:00:00Z');
const hoursAgo = (hours: number) => new Date(READ_AT.getTime() - hours * 3_600_000);

const told = (subject: string, more: Partial<ToldMember> = {}): ToldMember => ({
  subject,
  role: 'learner',
  name: `Name ${subject}`,
  email: null,
  username: null,
  sourcedId: null,
  groups: { group: null, section: null },
  ...more,
});
const snapshot = (members: ToldMember[], more: Partial<RosterSnapshot> = {}): RosterSnapshot => ({
  members,
  complete: true,
  readAt: READ_AT,
  staffBefore: [],
  trusted: false,
  expectedLeaving: 0,
  ...more,
});
/** Somebody known by the subject; the person's id is made of it. */
const person = (subject: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  personId: `p-${subject}`,
  displayName: `Name ${subject}`,
  email: null,
  erased: false,
  ...more,
});
const member = (subject: string, more: Partial<KnownMembership> = {}): KnownMembership => ({
  personId: `p-${subject}`,
  role: 'learner',
  active: true,
  toldBy: 'roster',
  groups: [],
  lastLaunchAt: null,
  ...more,
});
const launched = (role: KnownMembership['role'], hours = 48): Partial<KnownMembership> => ({
  role,
  toldBy: 'launch',
  lastLaunchAt: hoursAgo(hours),
});
const course = (memberships: KnownMembership[], more: Partial<KnownCourse> = {}): KnownCourse => ({
  candidates: new Map(
    memberships.map(({ personId }): [string, Candidates] => [
      personId.slice(2),
      { own: person(personId.slice(2)), byUsername: null },
    ]),
  ),
  memberships,
  takenNames: new Set(),
  ...more,
});

describe('a reading of the roster', () => {
  it('makes people of those nobody knows, and members of them', () => {
    const decided = decideReconciliation(
      snapshot([told('1'), told('2', { role: 'instructor' })]),
      course([]),
    );
    expect(decided.newPeople.map(({ subject }) => subject)).toEqual(['1', '2']);
    expect(decided.memberships).toMatchObject([
      { of: { subject: '1' }, role: 'learner', toldBy: 'roster', first: true },
      { of: { subject: '2' }, role: 'instructor', first: true },
    ]);
    expect(decided.counts).toEqual({ joined: 2, left: 0, changed: 0, members: 2 });
  });

  it.each<[string, Partial<KnownMembership>, ToldMember['role'], object | null]>([
    ['who launched as instructor isn’t made a learner', launched('instructor'), 'learner', null],
    ['who launched as administrator isn’t made an instructor', launched('administrator'), 'instructor', null],
    [
      'who launched as learner and is listed as instructor becomes one',
      launched('learner'),
      'instructor',
      { role: 'instructor', toldBy: 'roster' },
    ],
    ['who launched as listed stays told by the launch', launched('learner'), 'learner', null],
    [
      'whom an earlier roster said to teach becomes a learner',
      { role: 'instructor' },
      'learner',
      { role: 'learner', toldBy: 'roster' },
    ],
    [
      'whom only statements told of is vouched for now',
      { toldBy: 'launch' },
      'learner',
      { role: 'learner', toldBy: 'roster', first: false },
    ],
    [
      'who returns has the role of the roster',
      { ...launched('instructor'), active: false },
      'learner',
      { role: 'learner', toldBy: 'roster', first: false },
    ],
  ])('%s', (_sentence, known, role, expected) => {
    const { memberships } = decideReconciliation(
      snapshot([told('1', { role })]),
      course([member('1', known)]),
    );
    if (expected === null) expect(memberships).toEqual([]);
    else expect(memberships).toMatchObject([{ of: { personId: 'p-1' }, ...expected }]);
  });

  it('counts who returns as joined, and who changed once', () => {
    const decided = decideReconciliation(
      snapshot([told('1'), told('2', { name: 'New name', role: 'instructor' }), told('3')]),
      course([member('1', { active: false }), member('2'), member('3')]),
    );
    expect(decided.counts).toEqual({ joined: 1, left: 0, changed: 1, members: 3 });
  });

  it.each<[string, Partial<KnownMembership>, Partial<RosterSnapshot>, boolean]>([
    ['a learner is', {}, {}, true],
    ['a learner who launched is', launched('learner'), {}, true],
    [
      'a teacher who launched and was listed before is',
      launched('instructor', 1),
      { staffBefore: ['p-1'] },
      true,
    ],
    [
      'a teacher who launched and was never listed is, after their visit',
      launched('instructor', 11),
      {},
      true,
    ],
    ['… and not during it', launched('instructor', 1), {}, false],
    ['a learner who launched an hour ago is', launched('learner', 1), {}, true],
    ['who launched since the reading began isn’t', launched('learner', -0.01), {}, false],
    ['an administrator of the site isn’t', launched('administrator'), {}, false],
    ['who is told of only by statements isn’t', { toldBy: 'launch' }, {}, false],
    ['nobody is when the reading is incomplete', {}, { complete: false }, false],
    ['who left before isn’t again', { active: false }, {}, false],
  ])('of those it doesn’t list, %s ended', (_sentence, known, more, ends) => {
    const { leavers } = decideReconciliation(
      snapshot([told('2')], more),
      course([member('1', known), member('2')]),
    );
    expect(leavers).toEqual(ends ? ['p-1'] : []);
  });

  it.each<[string, number, number, Partial<RosterSnapshot>, boolean]>([
    ['an empty list', 3, 0, {}, true],
    ['less than half of ten', 10, 4, {}, true],
    ['half of ten', 10, 5, {}, false],
    ['less than half of nine', 9, 1, {}, false],
    ['an empty list that is confirmed', 30, 0, { trusted: true }, false],
    ['as many missing as at an earlier reading', 20, 9, { expectedLeaving: 11 }, false],
    ['more missing than at an earlier reading', 20, 0, { expectedLeaving: 11 }, true],
  ])('is doubted or not: %s', (_sentence, before, after, more, doubted) => {
    const subjects = Array.from({ length: before }, (_, n) => String(n));
    const { leavers, doubt, memberships } = decideReconciliation(
      snapshot(
        subjects.slice(0, after).map((subject) => told(subject)),
        more,
      ),
      course(subjects.map((subject) => member(subject))),
    );
    expect(doubt).toEqual(doubted ? { leaving: before - after, known: before } : null);
    expect(leavers).toHaveLength(doubted ? 0 : before - after);
    expect(memberships).toEqual([]);
  });

  it('fills names and addresses and takes none away', () => {
    const { people } = decideReconciliation(
      snapshot([told('1', { name: null }), told('2', { name: 'Other', email: 'b@x.example' })]),
      course([member('1'), member('2')]),
    );
    expect(people).toEqual([{ personId: 'p-2', displayName: 'Other', email: 'b@x.example' }]);
  });

  it('leaves erased people as they are', () => {
    const decided = decideReconciliation(
      snapshot([told('1')]),
      course([], {
        candidates: new Map([['1', { own: person('1', { erased: true }), byUsername: null }]]),
      }),
    );
    expect(decided).toMatchObject({ newPeople: [], memberships: [], people: [] });
    expect(decided.counts.members).toBe(0);
  });

  it('keeps groups of a kind that isn’t told', () => {
    const { memberships } = decideReconciliation(
      snapshot([told('1', { groups: { group: null, section: ['section:9'] } })]),
      course([member('1', { groups: ['group:1', 'section:8'] })]),
    );
    expect(memberships).toMatchObject([{ groups: ['group:1', 'section:9'] }]);
  });
});

describe('who a member is', () => {
  const byUsername = (subject: string): [string, Candidates] => [
    subject,
    { own: null, byUsername: person('told') },
  ];

  it('is found by login name where statements told of them, once', () => {
    const decided = decideReconciliation(
      snapshot([told('1', { username: 'li' })]),
      course([], { candidates: new Map([byUsername('1')]), takenNames: new Set(['li']) }),
    );
    expect(decided.adopted).toEqual([{ personId: 'p-told', subject: '1' }]);
    expect(decided.newPeople).toEqual([]);
  });

  it('is nobody known where two could be meant', () => {
    const decided = decideReconciliation(
      snapshot([told('1'), told('2')]),
      course([], { candidates: new Map([byUsername('1'), byUsername('2')]) }),
    );
    expect(decided.adopted).toEqual([]);
    expect(decided.newPeople).toHaveLength(2);
  });

  it('is one member with two accounts', () => {
    const one = { own: person('a'), byUsername: null };
    const decided = decideReconciliation(
      snapshot([told('1'), told('2', { role: 'instructor' })]),
      course([], {
        candidates: new Map([
          ['1', one],
          ['2', one],
        ]),
      }),
    );
    expect(decided.memberships).toMatchObject([{ of: { personId: 'p-a' }, role: 'instructor' }]);
    expect(decided.counts.members).toBe(1);
  });

  it.each<[string, ToldMember[], string[]]>([
    ['a login name', [told('1', { username: 'li' })], ['li']],
    ['a school number that can’t be a subject', [told('1', { sourcedId: 'S-7' })], ['S-7']],
    ['no school number that looks like a subject', [told('1', { sourcedId: '2026001' })], []],
    ['no name equal to their subject', [told('li', { username: 'li' })], []],
    ['no name that is another’s subject', [told('1', { username: '2' }), told('2')], []],
    ['no name that two have', [told('1', { username: 'li' }), told('2', { username: 'li' })], []],
    [
      'one name where number and login name are the same',
      [told('1', { username: 'li', sourcedId: 'li' })],
      ['li'],
    ],
  ])('gets as likely names: %s', (_sentence, members, expected) => {
    const { names } = decideReconciliation(snapshot(members), course([]));
    expect(names.map(({ name }) => name)).toEqual(expected);
  });

  it('gets no likely name that stands for somebody', () => {
    const { names } = decideReconciliation(
      snapshot([told('1', { username: 'li' })]),
      course([], { takenNames: new Set(['li']) }),
    );
    expect(names).toEqual([]);
  });
});

// Whatever courses and rosters come along.
const subjects = fc.constantFrom('1', '2', '3', '4', '5', 'a', 'b');
const roles = fc.constantFrom('learner', 'instructor', 'administrator');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const groups = (kind: string) => maybe(fc.subarray([`${kind}:1`, `${kind}:2`]));
const anyTold: fc.Arbitrary<ToldMember> = fc.record({
  subject: subjects,
  role: roles,
  name: maybe(fc.constantFrom('Li', 'Wang')),
  email: maybe(fc.constantFrom('a@x.example', 'b@x.example')),
  username: maybe(fc.constantFrom('li', 'wang', '1', 'a')),
  sourcedId: maybe(fc.constantFrom('S1', '2', 'li')),
  groups: fc.record({ group: groups('group'), section: groups('section') }),
});
const anySnapshot = fc.record({
  members: fc.array(anyTold, { maxLength: 8 }),
  complete: fc.boolean(),
  readAt: fc.constant(READ_AT),
  staffBefore: fc.subarray(['p-1', 'p-a']),
  trusted: fc.boolean(),
  expectedLeaving: fc.constantFrom(0, 3),
});
const anyCourse: fc.Arbitrary<KnownCourse> = fc
  .uniqueArray(
    fc.record({
      subject: subjects,
      role: roles,
      active: fc.boolean(),
      toldBy: fc.constantFrom('launch', 'roster'),
      groups: fc.subarray(['group:1', 'group:3', 'section:2']),
      lastLaunchAt: maybe(fc.constantFrom(hoursAgo(1), hoursAgo(20), hoursAgo(-1))),
      displayName: fc.constantFrom('Li', 'Wang'),
      email: maybe(fc.constantFrom('a@x.example')),
      erased: fc.boolean(),
      how: fc.constantFrom('own', 'byUsername', 'unfound'),
    }),
    { selector: ({ subject }) => subject, maxLength: 7 },
  )
  .map((rows) => ({
    candidates: new Map(
      rows.flatMap(({ subject, displayName, email, erased, how }): [string, Candidates][] => {
        const known = { personId: `p-${subject}`, displayName, email, erased };
        if (how === 'unfound') return [];
        return [
          [subject, how === 'own' ? { own: known, byUsername: null } : { own: null, byUsername: known }],
        ];
      }),
    ),
    memberships: rows
      .filter(({ erased }) => !erased)
      .map(({ subject, role, active, toldBy, groups: of, lastLaunchAt }) => ({
        personId: `p-${subject}`,
        role: role,
        active,
        toldBy: toldBy,
        groups: of,
        lastLaunchAt,
      })),
    takenNames: new Set<string>(),
  }));

/** What the shell writes. */
function apply(before: KnownCourse, decided: Reconciliation): KnownCourse {
  const idOf = (of: { personId: string } | { subject: string }) =>
    'personId' in of ? of.personId : `new-${of.subject}`;
  const candidates = new Map(before.candidates);
  for (const { personId, subject } of decided.adopted) {
    const known = candidates.get(subject)?.byUsername;
    if (known) candidates.set(subject, { own: { ...known, personId }, byUsername: null });
  }
  for (const { subject, name, email } of decided.newPeople)
    candidates.set(subject, {
      own: { personId: `new-${subject}`, displayName: name ?? subject, email, erased: false },
      byUsername: null,
    });
  for (const { personId, displayName, email } of decided.people)
    for (const { own } of candidates.values())
      if (own?.personId === personId) {
        own.displayName = displayName ?? own.displayName;
        own.email = email ?? own.email;
      }
  const memberships = new Map(before.memberships.map((one) => [one.personId, { ...one }]));
  for (const { of, role, toldBy, groups: now } of decided.memberships) {
    const personId = idOf(of);
    const lastLaunchAt = memberships.get(personId)?.lastLaunchAt ?? null;
    memberships.set(personId, { personId, role, toldBy, groups: now, active: true, lastLaunchAt });
  }
  for (const personId of decided.leavers) {
    const left = memberships.get(personId);
    if (left) left.active = false;
  }
  return {
    candidates,
    memberships: [...memberships.values()],
    takenNames: new Set([...before.takenNames, ...decided.names.map(({ name }) => name)]),
  };
}
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('any reading', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anySnapshot, anyCourse, (read, known) => {
        const first = decideReconciliation(read, known);
        const again = decideReconciliation(read, apply(known, first));
        expect(again).toMatchObject({ newPeople: [], adopted: [], people: [], memberships: [], names: [] });
        expect(again.leavers).toEqual([]);
        expect(again.counts).toEqual({ joined: 0, left: 0, changed: 0, members: first.counts.members });
      }),
    );
  });

  it('decides the same in any order', () => {
    fc.assert(
      fc.property(anySnapshot, anyCourse, fc.infiniteStream(fc.nat()), (read, known, keys) => {
        const order = read.members.map((one) => ({ one, key: Number(keys.next().value) }));
        const shuffled = order.sort((a, b) => a.key - b.key).map(({ one }) => one);
        const a = decideReconciliation(read, known);
        const b = decideReconciliation({ ...read, members: shuffled }, known);
        expect(sorted(b.memberships)).toEqual(sorted(a.memberships));
        expect(sorted(b.newPeople)).toEqual(sorted(a.newPeople));
        expect(b).toMatchObject({ leavers: a.leavers, counts: a.counts, doubt: a.doubt });
      }),
    );
  });

  it('ends nobody when it is incomplete, and nobody it lists', () => {
    fc.assert(
      fc.property(anySnapshot, anyCourse, (read, known) => {
        const decided = decideReconciliation(read, known);
        if (!read.complete) expect(decided.leavers).toEqual([]);
        const listed = read.members.map(({ subject }) => known.candidates.get(subject)?.own?.personId);
        expect(decided.leavers.filter((personId) => listed.includes(personId))).toEqual([]);
      }),
    );
  });

  it('takes no teacher’s role away that a launch gave', () => {
    fc.assert(
      fc.property(anySnapshot, anyCourse, (read, known) => {
        const decided = decideReconciliation(read, known);
        for (const before of known.memberships) {
          const teaches = before.active && before.toldBy === 'launch' && before.lastLaunchAt !== null;
          if (!teaches || before.role !== 'instructor') continue;
          const after = decided.memberships.find(
            ({ of }) => 'personId' in of && of.personId === before.personId,
          );
          expect(after?.role ?? 'instructor').not.toBe('learner');
        }
      }),
    );
  });
});
