import { emptyResult, saveResult } from '../platform-state.ts';
import { SCOPES, type PlatformResult } from '../platform.schema.ts';
import {
  ServiceRefusal,
  isText,
  readJson,
  type Platform,
  type ServiceAnswer,
  type ServiceCall,
} from '../service-door.ts';
import { lineItemUrl, requireLineItem } from './canvas-line-items.ts';
import { cutPage } from './canvas-services.ts';

const SUBMISSION = 'https://canvas.instructure.com/lti/submission';
const RESULTS = 'application/vnd.ims.lis.v2.resultcontainer+json';
/** Anything else means: no grade yet. */
const GRADED = ['FullyGraded', 'PendingManual'];
const FUTURE_MS = 60_000;

/** A score: makes a submission each time unless told not to, and wipes the grade unless it is one. */
export function takeScore(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { state, now, url } = platform;
  const { item, course } = requireLineItem(platform, call, [SCOPES.score]);
  const given = readJson(call.body) ?? {};
  const { userId, timestamp, activityProgress, gradingProgress, scoreGiven, scoreMaximum, comment } = given;
  if (!isText(userId) || !isText(timestamp) || !isText(activityProgress) || !isText(gradingProgress))
    throw new ServiceRefusal(400, 'userId, activityProgress, gradingProgress and timestamp are required');
  const atMs = Date.parse(timestamp);
  if (Number.isNaN(atMs)) throw new ServiceRefusal(400, 'Provided timestamp of is not a valid timestamp');
  if (state.users.get(userId)?.roles[course.id] !== 'learner')
    throw new ServiceRefusal(422, 'User not found in course or is not a student');
  if (typeof scoreMaximum !== 'number' || scoreMaximum < 0)
    throw new ServiceRefusal(422, 'ScoreMaximum must be greater than or equal to 0');
  if (scoreGiven !== undefined && (typeof scoreGiven !== 'number' || scoreGiven < 0))
    throw new ServiceRefusal(422, 'ScoreGiven must be greater than or equal to 0');
  const before = state.resultOf(item.id, userId) ?? emptyResult(item.id, userId);
  if (atMs < before.modifiedAtMs)
    throw new ServiceRefusal(400, 'Provided timestamp of is before last updated timestamp');

  const { isNew, submittedAtMs } = readSubmission(given[SUBMISSION]);
  if (submittedAtMs !== null && submittedAtMs > now().getTime() + FUTURE_MS)
    throw new ServiceRefusal(400, 'Provided submitted_at timestamp is in the future');
  if (isNew && item.allowedAttempts !== null && before.submissions >= item.allowedAttempts)
    throw new ServiceRefusal(
      422,
      'The maximum number of allowed attempts has been reached for this submission',
    );

  state.scores.push({
    lineItemId: item.id,
    userId,
    scoreGiven: typeof scoreGiven === 'number' ? scoreGiven : null,
    scoreMaximum,
    activityProgress,
    gradingProgress,
    timestamp,
    comment: isText(comment) ? comment : null,
    acceptedAt: now(),
    madeSubmission: isNew,
  });
  const isGrade = GRADED.includes(gradingProgress) && typeof scoreGiven === 'number' && scoreMaximum > 0;
  saveResult(state, {
    ...before,
    score: isGrade ? (scoreGiven / scoreMaximum) * item.scoreMaximum : null,
    comment: isText(comment) ? comment : before.comment,
    modifiedAtMs: atMs,
    overridden: false,
    submissions: before.submissions + (isNew ? 1 : 0),
  });
  return {
    status: 200,
    type: 'application/vnd.ims.lis.v1.scorecontainer+json',
    headers: { 'x-rate-limit-remaining': '600.0' },
    body: { resultUrl: `${lineItemUrl(url, item)}/results/${userId}` },
  };
}

/** Canvas's own extension of a score; without it each score is a new submission. */
function readSubmission(value: unknown): { isNew: boolean; submittedAtMs: number | null } {
  const { new_submission: isNew, submitted_at: submittedAt } = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Record<string, unknown>;
  return {
    isNew: isNew !== false,
    submittedAtMs: typeof submittedAt === 'string' ? Date.parse(submittedAt) : null,
  };
}

export function listResults(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { state, url } = platform;
  const { item } = requireLineItem(platform, call, [SCOPES.resultReadOnly]);
  const userId = call.query.get('user_id');
  const results = [...state.results.values()].filter(
    (one) => one.lineItemId === item.id && (userId === null || one.userId === userId),
  );
  const { page, headers } = cutPage(results, call, `${lineItemUrl(url, item)}/results`);
  const present = (result: PlatformResult) => ({
    id: `${lineItemUrl(url, item)}/results/${result.userId}`,
    scoreOf: lineItemUrl(url, item),
    userId: result.userId,
    resultScore: result.score,
    resultMaximum: item.scoreMaximum,
    comment: result.comment,
  });
  return { status: 200, type: RESULTS, headers, body: page.map(present) };
}
