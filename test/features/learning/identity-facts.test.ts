import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq, isNull, ne } from 'drizzle-orm';
import fc from 'fast-check';
import { WaymarkError } from '../../../src/infra/errors.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { noteRemapped } from '../../../src/features/trajectory/index.ts';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { createIdentityPorts, rebuildSchool } from '../../../src/features/trajectory/index.ts';
import {
  attachByHand,
  confirmIdentities,
  createFromActors,
  detachIdentity,
  ignoreActors,
} from '../../../src/features/roster/edit-identities.ts';
import { addAlias, removeAlias } from '../../../src/features/roster/edit-platform-trust.ts';
import type { Decider } from '../../../src/features/roster/identity.schema.ts';
import type { IdentityPorts } from '../../../src/features/roster/identity-ports.ts';
import { identityChanges } from '../../../src/features/roster/identity.tables.ts';
import { putOwnIdentity, noteTakenOver } from '../../../src/features/roster/launch.queries.ts';
import { accountKey } from '../../../src/features/roster/launch-writes.ts';
import { mergePeople } from '../../../src/features/roster/merge-people.ts';
import { undoChange } from '../../../src/features/roster/undo-identity-change.ts';
import { selectUnknownActors } from '../../../src/features/trajectory/unknown-actors.queries.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aLaunchedPerson } from '../roster/identity-scene.ts';
import { COURSE_IRI, LMS, QUIZ_IRI, aScene, factsOf, send, tell, voiding } from './fold-scene.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const OLD = 'http://old.school.example';
const ELSEWHERE = 'https://elsewhere.example';
const agent = (homePage: string, name: string) => ({ account: { homePage, name } });
/** Subjects and a login name on the platform, the same under its old address, and identifiers of nobody. */
const AGENTS = [
  agent(LMS, '1'),
  agent(LMS, '2'),
  agent(LMS, 'anna'),
  agent(LMS, '5'),
  agent(OLD, '1'),
  agent(OLD, 'anna'),
  agent(OLD, '5'),
  agent(ELSEWHERE, 'x'),
  { mbox: 'mailto:a@school.example' },
];
const KEYS = AGENTS.map((one) =>
  'mbox' in one ? `mbox|${one.mbox}` : accountKey(one.account.homePage, one.account.name),
);

/** As app.ts gives them, but that nobody folds meanwhile: the test says when. */
const ports = ({ deps }: TestApp): IdentityPorts => createIdentityPorts(deps, () => undefined);

/** As after each change: courses whose addresses changed are looked at again, and what is to be folded is. */
async function catchUpWith(schoolId: string): Promise<void> {
  await noteRemapped(test.deps, schoolId);
  await foldSchool(test.deps, schoolId);
}

/** Facts, and what is known of actors who are nobody. */
const allOf = async (schoolId: string) => ({
  ...(await factsOf(test.deps, schoolId)),
  unknown: await selectUnknownActors(test.deps.db, { schoolId, find: '', limit: 100, offset: 0 }),
});

/** Whatever staff may not do is refused, and changes nothing. */
async function tryTo(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof WaymarkError)) throw error;
  }
}

type Step =
  /** `moved`: of the course and quiz by their old address. */
  | { kind: 'tell'; agent: number; minute: number; success: boolean; moved: boolean }
  | { kind: 'void'; which: number }
  | { kind: 'attach' | 'detach' | 'ignore' | 'create' | 'confirm' | 'launch'; key: number; person: number }
  | { kind: 'merge'; person: number; into: number }
  | { kind: 'undo'; which: number }
  | { kind: 'alias' | 'unalias' | 'fold' };

const which = fc.nat({ max: 50 });
const key = fc.nat({ max: KEYS.length - 1 });
const person = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('tell' as const),
      agent: key,
      minute: fc.integer({ min: 0, max: 3000 }),
      success: fc.boolean(),
      moved: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const), which }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'attach' as const,
        'detach' as const,
        'ignore' as const,
        'create' as const,
        'confirm' as const,
        'launch' as const,
      ),
      key,
      person,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), person, into: person }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('undo' as const), which }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('alias' as const, 'unalias' as const, 'fold' as const) }),
  },
);

async function aSmallSchool() {
  const scene = await aScene(test.deps);
  const people = [
    await aLaunchedPerson(test, {
      scene,
      subject: '1',
      name: 'Anna',
      names: [{ name: 'anna', method: 'username' }],
    }),
    await aLaunchedPerson(test, {
      scene,
      subject: '2',
      name: 'Berta',
      names: [{ name: '5', method: 'sourcedid' }],
    }),
    await aLaunchedPerson(test, { scene, subject: '3', name: 'Clara' }),
  ].map(({ personId }) => personId);
  return { scene, people, sent: [] as string[] };
}

type School = Awaited<ReturnType<typeof aSmallSchool>>;

async function take(school: School, one: Step): Promise<void> {
  const { deps } = test;
  const { scene, people, sent } = school;
  const { schoolId } = scene;
  const by: Decider = { schoolId, personId: people[0] ?? '' };
  const given = ports(test);
  const alias = { platform: LMS, homePage: OLD };
  if ('key' in one) return say(school, one);
  switch (one.kind) {
    case 'tell': {
      const at = new Date(Date.UTC(2026, 8, 1, 1, one.minute));
      const address = (iri: string) => (one.moved ? iri.replace(LMS, OLD) : iri);
      const told = tell({
        actor: 'x',
        verb: 'answered',
        activityId: address(QUIZ_IRI),
        course: address(COURSE_IRI),
        at,
        result: { success: one.success },
      });
      sent.push(...(await send(deps, schoolId, [{ ...told, actor: AGENTS[one.agent] }])));
      return;
    }
    case 'void':
      if (sent.length > 0)
        await send(deps, schoolId, [voiding(sent.splice(one.which % sent.length, 1)[0] ?? '')]);
      return;
    case 'fold':
      await foldSchool(deps, schoolId);
      return;
    case 'alias':
      return tryTo(addAlias(deps, given, by, alias));
    case 'unalias':
      return tryTo(removeAlias(deps, given, by, alias));
    case 'merge': {
      const merge = { personId: people[one.person] ?? '', intoPersonId: people[one.into] ?? '' };
      return tryTo(mergePeople(deps, given, by, merge));
    }
    case 'undo': {
      const changes = await deps.db
        .select({ id: identityChanges.id })
        .from(identityChanges)
        .where(
          and(
            eq(identityChanges.schoolId, schoolId),
            ne(identityChanges.kind, 'undo'),
            isNull(identityChanges.undoneAt),
          ),
        )
        .orderBy(identityChanges.id);
      if (changes.length > 0)
        await tryTo(undoChange(deps, given, by, changes[one.which % changes.length]?.id ?? ''));
      return;
    }
  }
}

/** A word about one identifier. */
async function say(
  { scene: { schoolId }, people }: School,
  one: Extract<Step, { key: number }>,
): Promise<void> {
  const { deps } = test;
  const by: Decider = { schoolId, personId: people[0] ?? '' };
  const given = ports(test);
  const actorKey = KEYS[one.key] ?? '';
  const personId = people[one.person] ?? '';
  switch (one.kind) {
    case 'attach':
      return tryTo(attachByHand(deps, given, by, { actorKey, personId }));
    case 'detach':
      return tryTo(detachIdentity(deps, given, by, actorKey));
    case 'ignore':
      return tryTo(ignoreActors(deps, given, by, [actorKey]));
    case 'create':
      return tryTo(createFromActors(deps, given, by, [actorKey]));
    case 'confirm':
      return tryTo(confirmIdentities(deps, by, [actorKey]));
    case 'launch':
      // The platform says that an account is somebody's subject, whatever was made of it before.
      if (actorKey.startsWith(`account|${LMS}|`))
        await inTransaction(deps.db, async (tx) => {
          await tx.execute(noteTakenOver(deps, schoolId, [actorKey]));
          const own = { schoolId, actorKey, personId, method: 'lti', confidence: 'certain' as const };
          await putOwnIdentity(tx, { ...own, createdAt: deps.now() });
        });
  }
}

describe('facts and who is who', () => {
  it('stay what a rebuild gives, whatever staff and platforms say about who somebody is, and take back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 30 }), async (steps) => {
        const school = await aSmallSchool();
        const { schoolId } = school.scene;
        for (const one of steps) await take(school, one);
        await catchUpWith(schoolId);
        const folded = await allOf(schoolId);
        await rebuildSchool(test.deps, schoolId);
        expect(await allOf(schoolId)).toEqual(folded);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 15) },
    );
  }, 300_000);

  it('are after undoing everything, the last first, what they were before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          step.filter(({ kind }) => !['tell', 'void', 'undo', 'launch'].includes(kind)),
          { minLength: 2, maxLength: 14 },
        ),
        async (steps) => {
          const school = await aSmallSchool();
          const { schoolId } = school.scene;
          for (const [index] of AGENTS.entries())
            await take(school, {
              kind: 'tell',
              agent: index,
              minute: index * 7,
              success: true,
              moved: index % 2 === 0,
            });
          await catchUpWith(schoolId);
          const before = await allOf(schoolId);
          for (const one of steps) await take(school, one);
          const changes = await test.deps.db
            .select({ id: identityChanges.id })
            .from(identityChanges)
            .where(eq(identityChanges.schoolId, schoolId))
            .orderBy(identityChanges.id);
          for (const { id } of changes.reverse())
            await undoChange(test.deps, ports(test), { schoolId, personId: null }, id);
          await catchUpWith(schoolId);
          expect(await allOf(schoolId)).toEqual(before);
        },
      ),
      { numRuns: Number(process.env['FC_RUNS'] ?? 10) },
    );
  }, 300_000);
});
