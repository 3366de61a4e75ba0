/** A school with a course, a plan and statements, for the tests of what becomes of them. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows } from '../../../src/infra/db.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import { ltiRegistrations } from '../../../src/features/lti/lti.tables.ts';
import { skills, taskSkills, tasks, units } from '../../../src/features/programme/programme.tables.ts';
import { identities } from '../../../src/features/roster/roster.tables.ts';
import { storeStatements } from '../../../src/features/xapi/index.ts';
import type { TaskKind } from '../../../src/features/programme/index.ts';
import { aCourse, aSchool } from '../../support/builders.ts';

export const LMS = 'https://lms.school.example';
export const COURSE_IRI = `${LMS}/course/view.php?id=2`;
export const QUIZ_IRI = `${LMS}/mod/quiz/view.php?id=3`;
export const PAGE_IRI = `${LMS}/mod/page/view.php?id=4`;
export const ESSAY_IRI = `${LMS}/mod/assign/view.php?id=5`;

export interface Scene {
  schoolId: string;
  courseId: string;
  quizId: string;
  pageId: string;
  essayId: string;
}

/** Skills S1 (quiz) and S2 (essay); the LMS is registered, so its accounts are known to be its users. */
export async function aScene(deps: Deps): Promise<Scene> {
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId, activityIds: [COURSE_IRI] });
  await deps.db.insert(ltiRegistrations).values({
    schoolId,
    id: deps.newId(),
    issuer: LMS,
    clientId: deps.newId(),
    authLoginUrl: `${LMS}/auth`,
    tokenUrl: `${LMS}/token`,
    jwksUrl: `${LMS}/jwks`,
    family: 'moodle',
    active: true,
    createdAt: deps.now(),
  });
  for (const id of ['S1', 'S2', 'S3']) await aSkill(deps, schoolId, id);
  const unitId = deps.newId();
  await deps.db.insert(units).values({ schoolId, id: unitId, courseId, position: 1, title: 'Unit 1' });
  const at = { schoolId, courseId, unitId };
  return {
    schoolId,
    courseId,
    quizId: await aTask(deps, { ...at, kind: 'quiz', activityId: QUIZ_IRI, skillIds: ['S1'] }),
    pageId: await aTask(deps, { ...at, kind: 'reading', activityId: PAGE_IRI, skillIds: [] }),
    essayId: await aTask(deps, { ...at, kind: 'assignment', activityId: ESSAY_IRI, skillIds: ['S2'] }),
  };
}

export async function aSkill(deps: Deps, schoolId: string, id: string): Promise<void> {
  const text = { 'zh-CN': `技能 ${id}`, en: `Skill ${id}` };
  await deps.db
    .insert(skills)
    .values({ schoolId, id, name: text, description: text, talentType: 'support', dimension: 'proficiency' });
}

export async function aTask(
  deps: Deps,
  given: {
    schoolId: string;
    courseId: string;
    unitId: string;
    kind: TaskKind;
    activityId: string | null;
    skillIds: string[];
    dueAt?: Date;
    title?: string;
  },
): Promise<string> {
  const { skillIds, ...task } = given;
  const id = deps.newId();
  await deps.db.insert(tasks).values({ title: `Task ${given.kind}`, ...task, id, position: 1 });
  if (skillIds.length > 0)
    await deps.db
      .insert(taskSkills)
      .values(skillIds.map((skillId) => ({ schoolId: given.schoolId, taskId: id, skillId })));
  return id;
}

export const aKnownActor = async (
  deps: Deps,
  given: { schoolId: string; personId: string; actorKey: string },
): Promise<void> => {
  await deps.db
    .insert(identities)
    .values({ ...given, method: 'manual', confidence: 'certain', createdAt: deps.now() });
};

const VERBS = {
  viewed: 'http://id.tincanapi.com/verb/viewed',
  started: 'http://activitystrea.ms/schema/1.0/start',
  answered: 'http://adlnet.gov/expapi/verbs/answered',
  submitted: 'http://activitystrea.ms/schema/1.0/submit',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  scored: 'https://w3id.org/xapi/tla/verbs/scored',
} as const;
export type Verb = keyof typeof VERBS;

export interface Told {
  id?: string;
  /** LMS user id, or a whole agent. */
  actor: string | { mbox: string };
  verb: Verb;
  activityId: string;
  parents?: string[];
  /** null: no course is named. */
  course?: string | null;
  at: Date | string;
  result?: Record<string, unknown>;
  /** Moodle event: then the statement has no id of its own, and its content is its key. */
  moodleEvent?: string;
}

const activity = (id: string, type?: string) => ({
  objectType: 'Activity',
  id,
  ...(type ? { definition: { type } } : {}),
});

export function tell(told: Told): Record<string, unknown> {
  const { actor, verb, course = COURSE_IRI, parents = [] } = told;
  const around = parents.map((id) => activity(id));
  const named = course === null ? [] : [activity(course, 'https://w3id.org/xapi/cmi5/activitytype/course')];
  return {
    ...(told.id ? { id: told.id } : {}),
    actor:
      typeof actor === 'string'
        ? { account: { homePage: LMS, name: actor }, name: `Learner ${actor}` }
        : { mbox: actor.mbox },
    verb: { id: VERBS[verb] },
    object:
      verb === 'answered'
        ? activity(told.activityId, 'http://adlnet.gov/expapi/activities/cmi.interaction')
        : activity(told.activityId),
    ...(told.result ? { result: told.result } : {}),
    context: {
      contextActivities: { parent: [...around, ...named] },
      ...(told.moodleEvent
        ? {
            extensions: {
              'http://lrs.learninglocker.net/define/extensions/info': { event_name: told.moodleEvent },
            },
          }
        : {}),
    },
    timestamp: typeof told.at === 'string' ? told.at : told.at.toISOString(),
  };
}

/** Stores values as one delivery and returns the statements' ids. */
export async function send(deps: Deps, schoolId: string, values: unknown[]): Promise<string[]> {
  const authority = {
    objectType: 'Agent' as const,
    account: { homePage: 'http://localhost:3300', name: 'test' },
  };
  const outcome = await storeStatements(deps, { schoolId, credentialId: null, authority }, values);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.ids;
}

export const voiding = (statementId: string): Record<string, unknown> => ({
  actor: { mbox: 'mailto:admin@school.example' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id: statementId },
});

const Row = z.object({ row: z.record(z.string(), z.unknown()) });

/** All facts of a school as plain rows, in one order. */
export const factsOf = (deps: Deps, schoolId: string): Promise<Record<string, unknown[]>> =>
  rowsOf(deps, schoolId, [
    'learner_facts',
    'day_facts',
    'phase_facts',
    'task_facts',
    'skill_facts',
    'counted_events',
    'knowledge_answers',
  ]);

/** What was learned of a school's answers. */
export const knowledgeOf = (deps: Deps, schoolId: string): Promise<Record<string, unknown[]>> =>
  rowsOf(deps, schoolId, [
    'knowledge_learners',
    'knowledge_learner_skills',
    'knowledge_eases',
    'knowledge_models',
  ]);

async function rowsOf(
  deps: Deps,
  schoolId: string,
  tables: readonly string[],
): Promise<Record<string, unknown[]>> {
  const facts: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows = await selectRows(
      deps.db,
      Row,
      sql`select to_jsonb(t) as row from ${sql.identifier(table)} t
          where t.school_id = ${schoolId}::uuid order by to_jsonb(t)::text`,
    );
    facts[table] = rows.map(({ row }) => row);
  }
  return facts;
}
