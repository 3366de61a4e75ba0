import type { Deps } from '../infra/deps.ts';
import { inTransaction } from '../infra/db.ts';
import { selectSkills } from '../features/programme/index.ts';
import { createCredential } from '../features/xapi/index.ts';
import { enterCourse } from './enter-course.ts';
import { createSender } from './feed-sample-class.ts';
import { makeLiveQuiz } from './live-quiz.rules.ts';
import { loadSampleClass } from './load-sample-class.ts';
import { readSampleCourse } from './read-sample-course.ts';
import type { SampleClass } from './sample-class.rules.ts';
import { readProgress, saveProgress, type SampleProgress } from './sample-progress.ts';

/** The class is the same at each school's first start but for its dates. */
const SEED = 'waymark';

export interface SampleClassGiven {
  schoolId: string;
  /** The tool's public URL. */
  toolUrl: string;
  /** Origin of the demo LMS. */
  lmsUrl: string;
  courseId: number;
  courseTitle: string;
  learners: readonly { userId: number; name: string }[];
  teacher: { userId: number; name: string };
  /** Who sets the school up. */
  administratorId: number;
}

export interface RunningSampleClass {
  progress(): { sent: number; total: number; state: 'waiting' | 'loading' | 'done' | 'failed' };
  /** One learner takes a quiz now; false while the class is loading, or when there is no such learner. */
  playOneLearner(userId: number): Promise<boolean>;
  /** Ends after the batch that is on its way; the next start goes on from there. */
  stop(): Promise<void>;
}

/** Loads the sample class beside the running tool, from where the last start left it. Call once the tool listens. */
export async function startSampleClass(deps: Deps, given: SampleClassGiven): Promise<RunningSampleClass> {
  const progress = await beginOrGoOn(deps, given.schoolId);
  const sampleClass = await describe(deps, given, progress);
  const sender = createSender(given.toolUrl, progress.credential);
  const aborter = new AbortController();
  let failed = false;
  const enterAs = (userId: number) => enterCourse(deps, { ...given, site: sampleClass.site, userId });
  const enter = async () => {
    const administrator = await enterAs(given.administratorId);
    // The teacher too, so that each warning has an owner from the start.
    await enterAs(given.teacher.userId);
    return administrator;
  };
  const loading = async () => {
    if (progress.stage === 'done') return;
    await loadSampleClass(deps, { progress, sampleClass, sender, enter, signal: aborter.signal });
  };
  const loaded = loading().catch((error: unknown) => {
    if (aborter.signal.aborted) return;
    failed = true;
    deps.log.error({ err: error }, 'the sample class could not be loaded; the next start tries again');
  });
  return {
    progress() {
      const { sent, total, stage } = progress;
      if (failed) return { sent, total, state: 'failed' };
      const state = stage === 'done' ? 'done' : total === 0 ? 'waiting' : 'loading';
      return { sent, total, state };
    },
    async playOneLearner(userId) {
      const live = progress.stage === 'done' ? makeLiveQuiz(sampleClass, userId, deps.now()) : null;
      if (live) await sender.send(live.statements);
      return live !== null;
    },
    async stop() {
      aborter.abort();
      await loaded;
    },
  };
}

async function beginOrGoOn(deps: Deps, schoolId: string): Promise<SampleProgress> {
  const { dataDir } = deps.config;
  const known = await readProgress(dataDir, schoolId);
  if (known) return known;
  const credential = await inTransaction(deps.db, (tx) =>
    createCredential(tx, deps, { schoolId, label: 'Demo LMS', scopes: ['statements/write'] }),
  );
  const progress: SampleProgress = {
    schoolId,
    seed: SEED,
    endsAt: deps.now(),
    stage: 'entering',
    sent: 0,
    total: 0,
    credential: { key: credential.key, secret: credential.secret },
  };
  await saveProgress(dataDir, progress);
  return progress;
}

async function describe(
  deps: Deps,
  given: SampleClassGiven,
  { seed, endsAt }: SampleProgress,
): Promise<SampleClass> {
  const course = await readSampleCourse();
  const wanted = new Set(course.units.flatMap(({ tasks }) => tasks.flatMap(({ skills }) => skills)));
  const skills = (await selectSkills(deps.db, given)).filter(({ id }) => wanted.has(id));
  return {
    seed,
    course,
    site: { lmsUrl: given.lmsUrl, courseId: given.courseId, courseTitle: given.courseTitle, endsAt },
    locale: 'zh-CN',
    skills,
    people: given.learners,
    teacher: given.teacher,
  };
}
