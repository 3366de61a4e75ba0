import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { Job } from '../../infra/jobs.ts';
import { judgeAnswer, judgeFailure, type Verdict } from './answer.rules.ts';
import { postponeGrades, releaseGrades, saveOutcome } from './delivery.queries.ts';
import { claimGrades, type ClaimedGrade } from './grade.queries.ts';
import { groupBy } from './group.rules.ts';
import { findRegistration } from './line-item.queries.ts';
import { decideAfter, type AfterAttempt } from './retry.rules.ts';
import { sendScore } from './score.client.ts';
import { createPlatformCaller, type CallingRegistration } from './service-token.client.ts';

export interface GradeSender {
  /** To be called after the commit of what recorded grades. */
  sendSoon(): void;
  /** Sends whatever is due; several at a time in this and other processes never take the same grade. */
  sendDue(): Promise<void>;
}

const SOON_MS = 200;
/** A grade that shares a second with the one before it is due a second later. */
const AGAIN_MS = 1200;
const BATCH = 100;
/** How long a batch may take at worst; what a dead process had taken is due again after this. */
const LEASE_MS = 10 * 60_000;
const PER_PLATFORM = 3;
/** So many faults in a row and the rest of the column waits for a better day. */
const FAULTS_OF_A_COLUMN = 3;

const senders = new WeakMap<Deps, GradeSender>();

/** One per process: kicks and the job share its run. */
export function createGradeSender(deps: Deps): GradeSender {
  const present = senders.get(deps);
  if (present) return present;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  const kick = (delayMs: number): void => {
    timer ??= setTimeout(() => {
      timer = null;
      sender.sendDue().catch((error: unknown) => deps.log.error({ err: error }, 'grades could not be sent'));
    }, delayMs).unref();
  };
  const sender: GradeSender = {
    sendSoon: () => kick(SOON_MS),
    async sendDue() {
      // A run that has begun may have looked before the caller's grades were there.
      if (running) await running.catch(() => undefined);
      running ??= sendAll(deps)
        .then((again) => {
          if (again) kick(AGAIN_MS);
        })
        .finally(() => {
          running = null;
        });
      return running;
    },
  };
  senders.set(deps, sender);
  return sender;
}

export const gradeJob: Job = {
  name: 'send-grades',
  schedule: '* * * * *',
  run: (deps) => createGradeSender(deps).sendDue(),
};

/** Returns whether some are to be sent again in a moment. */
async function sendAll(deps: Deps): Promise<boolean> {
  let again = false;
  for (;;) {
    const now = deps.now();
    const claimed = await claimGrades(deps.db, {
      now,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
      limit: BATCH,
    });
    if (claimed.length === 0) return again;
    const platforms = groupBy(claimed, ({ schoolId, registrationId }) => `${schoolId} ${registrationId}`);
    const runs = await Promise.all([...platforms.values()].map((grades) => sendToPlatform(deps, grades)));
    again ||= runs.some(Boolean);
  }
}

/** One platform's share: a few at a time, and nothing more once it needs a rest. */
async function sendToPlatform(deps: Deps, claimed: ClaimedGrade[]): Promise<boolean> {
  const [first] = claimed;
  if (!first) return false;
  const registration = await findRegistration(deps.db, first);
  if (!registration) return false;
  const queue = [...claimed];
  const faults = new Map<string, number>();
  let again = false;
  const work = async () => {
    for (let grade = queue.shift(); grade; grade = queue.shift()) {
      const after = await sendOne(deps, registration, grade);
      again ||= after.kind === 'wait' && after.problem === 'newerThere';
      await spare(deps, grade, countFaults(faults, grade, after), queue);
    }
  };
  await Promise.all(Array.from({ length: PER_PLATFORM }, work));
  return again;
}

/** Faults in a row stand for the whole column: it may be locked. */
function countFaults(
  faults: Map<string, number>,
  { lineItemId }: ClaimedGrade,
  after: AfterAttempt,
): AfterAttempt {
  const isFault = after.kind === 'wait' && after.problem === 'platformError';
  faults.set(lineItemId, isFault ? (faults.get(lineItemId) ?? 0) + 1 : 0);
  return isFault && faults.get(lineItemId) === FAULTS_OF_A_COLUMN ? { ...after, reach: 'lineItem' } : after;
}

/** Takes out of the queue what would meet the same answer. */
async function spare(
  deps: Deps,
  { schoolId, registrationId, lineItemId }: ClaimedGrade,
  after: AfterAttempt,
  queue: ClaimedGrade[],
): Promise<void> {
  if (after.kind === 'sent' || after.reach === 'grade') return;
  const concerned = (other: ClaimedGrade) =>
    after.reach === 'registration' || other.lineItemId === lineItemId;
  const untried = queue.filter(concerned);
  queue.splice(0, queue.length, ...queue.filter((other) => !concerned(other)));
  const now = deps.now();
  const { problem } = after;
  if (after.kind === 'dead') {
    await releaseGrades(deps.db, untried, { state: 'dead', problem, until: now });
    return;
  }
  const until = after.nextAttemptAt;
  await releaseGrades(deps.db, untried, { state: 'waiting', problem, until });
  if (after.reach === 'registration')
    await postponeGrades(deps.db, { schoolId, registrationId }, { problem, until, now });
}

/** Sends one grade and writes down what became of it. */
async function sendOne(
  deps: Deps,
  registration: CallingRegistration,
  grade: ClaimedGrade,
): Promise<AfterAttempt> {
  const { verdict, httpStatus } = await attempt(deps, registration, grade);
  const now = deps.now();
  const after = decideAfter(verdict, grade, now);
  const waits = after.kind === 'wait' ? after : null;
  await saveOutcome(
    deps.db,
    {
      grade,
      state: after.kind === 'wait' ? 'waiting' : after.kind,
      problem: after.kind === 'sent' ? null : after.problem,
      httpStatus,
      sentAt: after.kind === 'sent' ? now : null,
      gradedAt: waits?.gradedAt ?? grade.gradedAt,
      nextAttemptAt: waits?.nextAttemptAt ?? now,
      attempts: waits?.attempts ?? grade.attempts,
    },
    now,
  );
  if (after.kind !== 'sent')
    deps.log.warn(
      { schoolId: grade.schoolId, lineItemId: grade.lineItemId, problem: after.problem, httpStatus },
      after.kind === 'dead' ? 'a grade was given up' : 'a grade has to wait',
    );
  return after;
}

async function attempt(
  deps: Deps,
  registration: CallingRegistration,
  grade: ClaimedGrade,
): Promise<{ verdict: Verdict; httpStatus: number | null }> {
  const { subject } = grade;
  if (subject === null)
    return { verdict: { kind: 'dead', problem: 'notLinked', reach: 'grade' }, httpStatus: null };
  try {
    const answer = await sendScore(createPlatformCaller(deps), registration, { ...grade, subject });
    return { verdict: judgeAnswer(registration.family, answer), httpStatus: answer.status };
  } catch (error) {
    const verdict = error instanceof WaymarkError ? judgeFailure(error.id) : null;
    if (verdict) return { verdict, httpStatus: null };
    deps.log.error({ err: error, lineItemId: grade.lineItemId }, 'a grade could not be sent');
    const ours: Verdict = { kind: 'later', problem: 'internal', reach: 'grade', waitSeconds: null };
    return { verdict: ours, httpStatus: null };
  }
}
