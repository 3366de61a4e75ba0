import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it, test } from '@jest/globals';
import { makeSampleClass, prepareClass, type SampleClass } from '../../src/demo/sample-class.rules.ts';
import { DAY_MS, placeTasks } from '../../src/demo/sample-course.rules.ts';
import type { Facts } from '../../src/features/trajectory/facts.schema.ts';
import { readLearningEvent, type Statement } from '../../src/features/xapi/index.ts';
import { parseStatement } from '../../src/features/xapi/statement.rules.ts';
import { aSampleClass, factsOf, learnersOf } from './sample-class.ts';

const ENDS_AT = '2026-11-22T07:00:00Z';
const INFO = 'http://lrs.learninglocker.net/define/extensions/info';
const hash = (statements: Statement[]) =>
  createHash('sha256').update(JSON.stringify(statements)).digest('hex');

let given: SampleClass;
let statements: Statement[];
let facts: Facts;
beforeAll(async () => {
  given = await aSampleClass({ seed: 'waymark', endsAt: ENDS_AT });
  statements = makeSampleClass(given);
  facts = factsOf(statements, prepareClass(given));
});

const timeOf = ({ timestamp }: Statement) => Date.parse(timestamp ?? '');

describe('the same seed gives the same class', () => {
  it('statement by statement', () => {
    expect(hash(makeSampleClass(given))).toBe(hash(statements));
  });

  it('and another seed another one', () => {
    expect(hash(makeSampleClass({ ...given, seed: 'another' }))).not.toBe(hash(statements));
  });

  it('of the same questions', () => {
    const ids = (seed: string) => JSON.stringify(prepareClass({ ...given, seed }).tasks);
    expect(ids('another')).toBe(ids('waymark'));
  });
});

describe('what is sent', () => {
  it('is about twenty thousand statements of forty learners in the order of their times', () => {
    expect(statements.length).toBeGreaterThan(18_000);
    expect(statements.length).toBeLessThan(22_000);
    const names = new Set(statements.map(({ actor }) => actor.account?.name));
    expect([...names].sort()).toEqual(Array.from({ length: 40 }, (_, index) => String(101 + index)));
    const times = statements.map(timeOf);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('lies within the eight weeks that end now, the last of it today', () => {
    const [first, last] = [statements[0], statements.at(-1)].map((statement) => timeOf(statement!));
    expect(last! - first!).toBeGreaterThan(54 * DAY_MS);
    expect(Date.parse(ENDS_AT) - first!).toBeLessThan(56 * DAY_MS);
    expect(Date.parse(ENDS_AT) - last!).toBeLessThan(DAY_MS / 2);
    expect(last!).toBeLessThanOrEqual(Date.parse(ENDS_AT));
  });

  it('is valid xAPI, each of it about one learner and one activity, with a verb we know', () => {
    const refused = statements.map(parseStatement).filter((parsed) => !('statement' in parsed));
    expect(refused).toEqual([]);
    const kinds = new Set(statements.map((statement) => readLearningEvent(statement)?.kind));
    expect([...kinds].sort()).toEqual([
      'answered',
      'completed',
      'discussed',
      'failed',
      // Enrolments.
      'other',
      'passed',
      'scored',
      'session',
      'started',
      'submitted',
      'viewed',
    ]);
    const others = statements.filter((statement) => readLearningEvent(statement)?.kind === 'other');
    expect(new Set(others.map(({ verb }) => verb.display?.['en']))).toEqual(new Set(['Enrolled']));
  });

  const sentBy = (sender: 'moodle' | 'h5p' | 'cmi5') =>
    statements.filter(({ context }) => {
      const categories = JSON.stringify(context?.contextActivities?.category);
      if (context?.extensions?.[INFO] !== undefined) return sender === 'moodle';
      return sender === (categories.includes('h5p.org/libraries') ? 'h5p' : 'cmi5');
    });

  it('comes from Moodle without ids, with whole seconds and scores from -1 to 1', () => {
    const moodle = sentBy('moodle');
    expect(moodle.filter(({ id }) => id !== undefined)).toEqual([]);
    expect(moodle.filter(({ timestamp }) => !/T\d\d:\d\d:\d\d\+08:00$/.test(timestamp ?? ''))).toEqual([]);
    const scaled = moodle.flatMap(({ result }) => result?.score?.scaled ?? []);
    expect(Math.min(...scaled)).toBeLessThan(0);
    const keys = moodle.map((statement) => readLearningEvent(statement)?.dedupeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('comes from H5P and cmi5 with ids of its own, and from cmi5 with registration, session and moveon', () => {
    const [h5p, cmi5] = [sentBy('h5p'), sentBy('cmi5')];
    const ids = [...h5p, ...cmi5].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
    expect(h5p.filter(({ context }) => context?.registration !== undefined)).toEqual([]);
    expect(cmi5.filter(({ context }) => context?.registration === undefined)).toEqual([]);
    const judged = cmi5.filter(({ result }) => result?.success !== undefined);
    expect(judged.length).toBeGreaterThan(80);
    expect(judged.filter((one) => !JSON.stringify(one.context).includes('categories/moveon'))).toEqual([]);
  });

  it('leaves work for the coming days', () => {
    const ahead = placeTasks(given.course, given.site).filter(({ dueAt }) => dueAt > given.site.endsAt);
    expect(ahead.map(({ dueAt }) => Math.ceil((dueAt.getTime() - Date.parse(ENDS_AT)) / DAY_MS))).toEqual([
      2, 4, 7,
    ]);
  });
});

describe('what the facts show of', () => {
  const learner = (personId: string) => facts.learners.get(`course|${personId}`)!;
  const skillShares = (personId: string) =>
    [...facts.skills.values()]
      .filter((fact) => fact.personId === personId)
      .map(({ skillId, correct, attempts }) => ({ skillId, share: correct / attempts }));
  const missing = (personId: string) =>
    prepareClass(given)
      .tasks.filter(({ required, dueAt }) => required && dueAt.getTime() + 3 * DAY_MS < Date.parse(ENDS_AT))
      .filter(({ key }) => !facts.tasks.get(`${key}|${personId}`)?.completedAt)
      .map(({ key }) => key);
  const recently = (personId: string) =>
    statements.filter(
      (statement) =>
        statement.actor.account?.name === personId && timeOf(statement) > Date.parse(ENDS_AT) - 14 * DAY_MS,
    ).length;

  it('who fades away: nothing for a fortnight', () => {
    const silent = learnersOf(given, 'fading').map(({ personId }) => personId);
    expect(silent).toHaveLength(3);
    expect(silent.map(recently)).toEqual([0, 0, 0]);
  });

  it('who is strong but for one skill: below half there, above eight in ten elsewhere', () => {
    const strong = learnersOf(given, 'oneWeakSkill');
    expect(strong).toHaveLength(5);
    for (const { personId, stuckSkillId } of strong) {
      const shares = skillShares(personId);
      expect(shares.find(({ skillId }) => skillId === stuckSkillId)!.share).toBeLessThanOrEqual(0.5);
      const elsewhere = shares.filter(({ skillId }) => skillId !== stuckSkillId);
      const mean = elsewhere.reduce((sum, { share }) => sum + share, 0) / elsewhere.length;
      expect(mean).toBeGreaterThan(0.8);
    }
  });

  it('who spins: many answers to one skill, never more than half of the latest right', () => {
    for (const { personId, stuckSkillId } of learnersOf(given, 'spinning')) {
      const stuck = facts.skills.get(`${personId}|${stuckSkillId}`)!;
      expect(stuck.answers).toBeGreaterThan(15);
      expect(stuck.correct / stuck.attempts).toBeLessThanOrEqual(0.5);
    }
  });

  it('who missed two deadlines in a row, and still comes', () => {
    for (const { personId } of learnersOf(given, 'missedTwo')) {
      expect(missing(personId)).toEqual(['u7-quiz', 'u7-project']);
      expect(recently(personId)).toBeGreaterThan(10);
    }
  });

  it('who slows down: a missed deadline and less than half of the others’ activity', () => {
    const mean = given.people.reduce((sum, { userId }) => sum + recently(String(userId)), 0) / 40;
    for (const { personId } of learnersOf(given, 'slowing')) {
      expect(missing(personId)).toContain('u7-project');
      expect(recently(personId)).toBeLessThan(mean / 2);
    }
  });

  it('who started late: in the third week, and caught up', () => {
    for (const { personId } of learnersOf(given, 'lateStarter')) {
      const daysBefore = (Date.parse(ENDS_AT) - learner(personId).firstActivityAt.getTime()) / DAY_MS;
      expect(Math.round(daysBefore)).toBeLessThanOrEqual(41);
      expect(missing(personId)).toEqual([]);
    }
  });

  it('who works at night: most of it outside lessons between ten and two', () => {
    for (const { personId } of learnersOf(given, 'nightWorker')) {
      const hours = statements
        .filter(({ actor }) => actor.account?.name === personId)
        .map((statement) => (new Date(timeOf(statement)).getUTCHours() + 8) % 24);
      const atNight = hours.filter((hour) => hour >= 22 || hour < 3).length;
      expect(atNight / hours.length).toBeGreaterThan(0.6);
    }
  });

  test('everybody else: no deadline missed', () => {
    const steady = ['experienced', 'beginner', 'oneWeakSkill', 'spinning', 'nightWorker'];
    const people = steady.flatMap((archetype) => learnersOf(given, archetype));
    expect(people.filter(({ personId }) => missing(personId).length > 0)).toEqual([]);
    expect(people).toHaveLength(28);
  });
});
