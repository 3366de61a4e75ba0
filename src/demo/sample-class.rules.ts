import type { CourseSkill } from '../features/programme/index.ts';
import type { Statement } from '../features/xapi/index.ts';
import type { Locale } from '../infra/views.ts';
import { makeVisit, type Walk } from './make-visits.rules.ts';
import { planVisits } from './plan-visits.rules.ts';
import { createRandom, type Random } from './random.rules.ts';
import {
  listLessons,
  placeTasks,
  type PlacedTask,
  type SampleLesson,
  type SampleSite,
} from './sample-course.rules.ts';
import type { SampleCourse } from './sample-course.schema.ts';
import { makeLearners, type SampleLearner } from './sample-learners.rules.ts';

/** All that a sample class is made of; the same description gives the same class. */
export interface SampleClass {
  seed: string;
  course: SampleCourse;
  site: SampleSite;
  /** Language of the LMS: what its statements are written in. */
  locale: Locale;
  /** The skills of the course's tasks, from the catalogue. */
  skills: readonly CourseSkill[];
  people: readonly { userId: number; name: string }[];
  teacher: { userId: number; name: string };
}

export interface PreparedClass {
  learners: SampleLearner[];
  tasks: PlacedTask[];
  lessons: SampleLesson[];
}

/** Skills by which a strong learner may be held up without anything else suffering: nothing in the course builds on them. */
const LEAVES = ['S006', 'S016', 'S117', 'S194', 'S200'];
/** Skills on which others build: who gets stuck here gets stuck there, too. */
const ROOTS = ['S012', 'S104', 'S201', 'S113'];

export function prepareClass(given: SampleClass): PreparedClass {
  const learners = makeLearners(
    given.people,
    given.skills,
    given.course.groups.map(({ talentType }) => talentType),
    { leaves: LEAVES, roots: ROOTS },
    createRandom(given.seed),
  );
  return {
    learners,
    tasks: placeTasks(given.course, given.site),
    lessons: listLessons(given.site.endsAt),
  };
}

/** A walk at the start of the course. */
export function startWalk(given: SampleClass, learner: SampleLearner, random: Random): Walk {
  const { course, site, locale, skills, teacher } = given;
  return {
    learner,
    random,
    requires: new Map(skills.map(({ id, requires }) => [id, requires])),
    scene: {
      course,
      site,
      locale,
      learner,
      teacher,
      skillNames: new Map(skills.map(({ id, name }) => [id, name[locale]])),
    },
    levels: new Map(learner.levels),
    registration: random.uuid(4),
    attempts: new Map(),
    completed: new Set(),
    nextId: learner.userId * 1000,
    freeAt: 0,
  };
}

/** A statement and its time. */
export interface TimedStatement {
  statement: Statement;
  at: number;
}

/** One learner's eight weeks; none of the statements is later than `site.endsAt`. */
export function makeLearnerStatements(
  given: SampleClass,
  learner: SampleLearner,
  { tasks, lessons }: PreparedClass,
): TimedStatement[] {
  const endsAt = given.site.endsAt.getTime();
  const random = createRandom(given.seed).fork(`walk/${learner.userId}`);
  const walk = startWalk(given, learner, random);
  const visits = planVisits(learner, { tasks, lessons, endsAt: given.site.endsAt }, random);
  return visits
    .map((visit) => makeVisit(walk, visit))
    .filter((visit) => visit.endsAt <= endsAt)
    .flatMap(({ statements }) => statements)
    .map((statement) => ({ statement, at: Date.parse(statement.timestamp ?? '') }))
    .filter(({ at }) => at <= endsAt);
}

/** In the order in which the senders would have sent them; learners of the same second in the order of the list. */
export const inOrder = (timed: readonly TimedStatement[]): Statement[] =>
  timed.toSorted((first, second) => first.at - second.at).map(({ statement }) => statement);

/** Eight weeks of statements of the whole class. */
export function makeSampleClass(given: SampleClass): Statement[] {
  const prepared = prepareClass(given);
  return inOrder(prepared.learners.flatMap((learner) => makeLearnerStatements(given, learner, prepared)));
}
