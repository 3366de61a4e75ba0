import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import type { LaunchListener, LaunchNews } from '../lti/index.ts';
import { reviveGrades } from './resend-grades.ts';
import { createGradeSender, gradeJob } from './send-grades.ts';
import { tendLineItems, type LineItemListener } from './tend-line-items.ts';

/** The launch's own answer goes first. */
const SOON_MS = 1000;

export interface ServicesContributions {
  onLineItem: LineItemListener;
}

/**
 * What app.ts gives to the launch: after its commit it looks for the columns of the course's graded things, one course
 * after the other, and never fails a launch. What is missed here the job finds.
 */
export function createServicesListener(deps: Deps, { onLineItem }: ServicesContributions): LaunchListener {
  let queue: Promise<void> = Promise.resolve();
  const waiting = new Set<string>();
  const tend = async (news: LaunchNews) => {
    waiting.delete(news.courseId);
    await tendLineItems(deps, news, onLineItem);
    // What the services lacked before may be granted now.
    if ((await reviveGrades(deps, news)) > 0) createGradeSender(deps).sendSoon();
  };
  const enqueue = (news: LaunchNews) => {
    queue = queue
      .then(() => tend(news))
      .catch((error: unknown) =>
        deps.log.error(
          { err: error, courseId: news.courseId },
          'the services of a course could not be looked at',
        ),
      );
  };
  return (news) => {
    if (waiting.has(news.courseId)) return;
    waiting.add(news.courseId);
    setTimeout(() => enqueue(news), SOON_MS).unref();
  };
}

export const ltiServicesJobs = ({ onLineItem }: ServicesContributions): Job[] => [
  gradeJob,
  {
    name: 'tend-line-items',
    schedule: '*/15 * * * *',
    run: (deps) => tendLineItems(deps, null, onLineItem),
  },
];
