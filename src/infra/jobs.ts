import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import cron from 'node-cron';
import { inTransaction } from './db.ts';
import type { Deps } from './deps.ts';
import { jobRuns } from './infra.tables.ts';

export interface Job {
  name: string;
  /** Cron expression with minutes as its finest step. */
  schedule: string;
  run(deps: Deps): Promise<void>;
}

/** A run that hasn't finished after this long belongs to a dead process. */
const LEASE_MINUTES = 60;
const KEPT_DAYS = 30;

/** Schedules the jobs in this process; several processes may do so, each tick runs once (design, decision 9). */
export function startJobs(deps: Deps, jobs: Job[]): () => Promise<void> {
  const running = new Set<Promise<unknown>>();
  const scheduled = jobs.map((job) =>
    cron.schedule(
      job.schedule,
      ({ date }) => {
        const run = runTick(deps, job, date).finally(() => running.delete(run));
        running.add(run);
        return run;
      },
      { name: job.name, noOverlap: true },
    ),
  );
  return async () => {
    for (const task of scheduled) await task.destroy();
    await Promise.all(running);
  };
}

/** To the minute, which is how fine schedules are. */
const tickOf = (at: Date): string => at.toISOString().slice(0, 16);

/** Runs the job unless this tick was taken or the last run still goes on; returns whether it ran. Never rejects. */
export async function runTick(deps: Deps, job: Job, at: Date): Promise<boolean> {
  const tick = tickOf(at);
  try {
    if (!(await takeTick(deps, job.name, at))) return false;
  } catch (error) {
    deps.log.error({ err: error, job: job.name, tick }, 'job could not be claimed');
    return false;
  }
  let problem: string | null = null;
  try {
    await job.run(deps);
  } catch (error) {
    problem = error instanceof Error ? error.name : 'unknown';
    deps.log.error({ err: error, job: job.name, tick }, 'job failed');
  }
  await deps.db
    .update(jobRuns)
    .set({ finishedAt: deps.now(), error: problem })
    .where(and(eq(jobRuns.job, job.name), eq(jobRuns.tick, tick)))
    .catch((error: unknown) =>
      deps.log.error({ err: error, job: job.name, tick }, 'job end could not be recorded'),
    );
  return true;
}

/** The lock makes two claimants queue; the row makes the tick one-time; the lease lets a dead run be passed over. */
function takeTick(deps: Deps, job: string, at: Date): Promise<boolean> {
  const tick = tickOf(at);
  return inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`job:${job}`}, 0))`);
    const since = new Date(deps.now().getTime() - LEASE_MINUTES * 60_000);
    const unfinished = await tx
      .select({ tick: jobRuns.tick })
      .from(jobRuns)
      .where(
        and(
          eq(jobRuns.job, job),
          isNull(jobRuns.finishedAt),
          sql`${jobRuns.startedAt} > ${since.toISOString()}::timestamptz`,
        ),
      );
    if (unfinished.length > 0) return false;
    const oldest = tickOf(new Date(at.getTime() - KEPT_DAYS * 86_400_000));
    await tx.delete(jobRuns).where(and(eq(jobRuns.job, job), lt(jobRuns.tick, oldest)));
    const taken = await tx
      .insert(jobRuns)
      .values({ job, tick, startedAt: deps.now() })
      .onConflictDoNothing()
      .returning({ tick: jobRuns.tick });
    return taken.length === 1;
  });
}
