import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Deps } from '../infra/deps.ts';
import { learningJobs, reassessLearners } from '../features/learning/index.ts';
import { partnersJobs } from '../features/partners/index.ts';
import type { InCourse } from '../features/roster/index.ts';
import type { Statement } from '../features/xapi/index.ts';
import { setUpGraduates } from './sample-graduates.ts';
import { setUpCareer } from './sample-career.ts';
import { setUpGoals } from './sample-goals.ts';
import { saveProgress, type SampleProgress } from './sample-progress.ts';
import { feedSampleClass, type Sender } from './feed-sample-class.ts';
import {
  inOrder,
  makeLearnerStatements,
  prepareClass,
  type SampleClass,
  type TimedStatement,
} from './sample-class.rules.ts';
import { setUpPlan } from './sample-course.ts';
import { setUpEmployers } from './sample-employers.ts';
import { setUpResources } from './sample-resources.ts';
import { assignClasses, inviteStaff, setTerm, setUpSchool } from './sample-school.ts';

export interface Loading {
  progress: SampleProgress;
  sampleClass: SampleClass;
  /** Who sets the school up: comes from the demo LMS like everybody, and so makes the course. */
  enter(): Promise<InCourse>;
  sender: Sender;
  signal: AbortSignal;
}

/**
 * From a school without anything to one with eight weeks behind it: structure, statements, and last the course's plan.
 * While statements still come in, a plan would make missed deadlines of everything that is yet to be told; as soon as
 * it is there, the facts of all that was sent are folded anew.
 */
export async function loadSampleClass(deps: Deps, loading: Loading): Promise<void> {
  const { progress, sampleClass, sender, signal } = loading;
  const { course, locale, site } = sampleClass;
  const prepared = prepareClass(sampleClass);
  const given = { course, locale, endsAt: site.endsAt };
  const keep = (changes: Partial<SampleProgress>) => {
    Object.assign(progress, changes);
    return saveProgress(deps.config.dataDir, progress);
  };

  const who = await loading.enter();
  if (progress.stage === 'entering') {
    await setUpSchool(deps, who, given);
    await setTerm(deps, who, { ...given, isComplete: false });
    await keep({ stage: 'feeding' });
  }
  if (progress.stage === 'feeding') {
    const statements = await makeStatements(sampleClass);
    await keep({ total: statements.length });
    await feedSampleClass(sender, {
      statements,
      sent: progress.sent,
      onStored: (sent) => keep({ sent }),
      onRefused: (error) => deps.log.warn({ err: error }, 'the sample class is sent again'),
      signal,
    });
    await keep({ stage: 'planning' });
  }
  if (progress.stage === 'planning') {
    await assignClasses(deps, who, { ...given, lmsUrl: site.lmsUrl, learners: prepared.learners });
    await inviteStaff(deps, who, given);
    await setUpGraduates(deps, who, { ...given, seed: sampleClass.seed });
    for (const job of partnersJobs) await job.run(deps);
    await setUpCareer(deps, who, { ...given, lmsUrl: site.lmsUrl, learners: prepared.learners });
    await setUpPlan(deps, who, sampleClass);
    await setUpResources(deps, who, locale);
    await setTerm(deps, who, { ...given, isComplete: true });
    for (const job of learningJobs.filter(({ name }) => name === 'fold-statements')) await job.run(deps);
    await reassessLearners(deps, who.schoolId, { courseId: who.courseId });
    await setUpEmployers(deps, who, locale);
    await setUpGoals(deps, who, { ...given, lmsUrl: site.lmsUrl, learners: prepared.learners });
    await keep({ stage: 'done' });
  }
}

/** One learner at a time, so that pages are served in between. */
async function makeStatements(sampleClass: SampleClass): Promise<Statement[]> {
  const prepared = prepareClass(sampleClass);
  const timed: TimedStatement[] = [];
  for (const learner of prepared.learners) {
    timed.push(...makeLearnerStatements(sampleClass, learner, prepared));
    await nextTurn();
  }
  return inOrder(timed);
}
