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
import { lineItemUrl } from './moodle-addresses.rules.ts';
import { requireContentType, requireLineItem } from './moodle-line-items.ts';
import { requireType } from './moodle-services.ts';

const SCORE = 'application/vnd.ims.lis.v1.score+json';
const RESULTS = 'application/vnd.ims.lis.v2.resultcontainer+json';
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A score: refused unless it is later, in whole seconds, than the last; what isn't a finished grade wipes the grade. */
export function takeScore(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { state, now } = platform;
  const { item, course } = requireLineItem(platform, call, [SCOPES.score]);
  requireContentType(call, SCORE);
  const given = readJson(call.body) ?? {};
  const { userId, timestamp, gradingProgress, activityProgress, scoreGiven, scoreMaximum, comment } = given;
  const user = state.users.get(String(userId));
  if (
    !isText(userId) ||
    !isText(timestamp) ||
    !MOMENT.test(timestamp) ||
    !isText(gradingProgress) ||
    !isText(activityProgress) ||
    (scoreGiven !== undefined && (!isNumber(scoreGiven) || !isNumber(scoreMaximum))) ||
    user?.roles[course.id] !== 'learner'
  )
    throw new ServiceRefusal(400, `Incorrect score received ${call.body}`);
  const atSeconds = Math.floor(Date.parse(timestamp) / 1000);
  const before = state.resultOf(item.id, userId) ?? emptyResult(item.id, userId);
  if (Math.floor(before.modifiedAtMs / 1000) >= atSeconds)
    throw new ServiceRefusal(
      409,
      `Refusing score with an earlier timestamp for item ${item.id} and user ${userId}`,
    );
  if (item.locked) throw new ServiceRefusal(500, 'The grade item is locked');

  const isGrade = gradingProgress === 'FullyGraded' && isNumber(scoreGiven);
  state.scores.push({
    lineItemId: item.id,
    userId,
    scoreGiven: isNumber(scoreGiven) ? scoreGiven : null,
    scoreMaximum: isNumber(scoreMaximum) ? scoreMaximum : null,
    activityProgress,
    gradingProgress,
    timestamp,
    comment: isText(comment) ? comment : null,
    acceptedAt: now(),
    madeSubmission: false,
  });
  const score = isGrade && isNumber(scoreMaximum) ? (scoreGiven / scoreMaximum) * item.scoreMaximum : null;
  if (!item.losesScores)
    saveResult(state, {
      ...before,
      score: before.overridden ? before.score : score,
      comment: before.overridden ? before.comment : isText(comment) ? comment : null,
      modifiedAtMs: atSeconds * 1000,
    });
  return { status: 200 };
}

export function listResults(platform: Platform, call: ServiceCall): ServiceAnswer {
  const { state, url } = platform;
  // Asked for pages, Moodle shows its page for people who lost their way.
  if (call.query.has('limit'))
    return { status: 404, type: 'text/html; charset=utf-8', body: '<html><body><h1>404</h1></body></html>' };
  const { item, tool } = requireLineItem(platform, call, [SCOPES.resultReadOnly]);
  requireType(call.headers.accept, [RESULTS]);
  const userId = call.query.get('user_id');
  const results = [...state.results.values()].filter(
    (one) => one.lineItemId === item.id && (userId === null || one.userId === userId),
  );
  const present = (result: PlatformResult) => ({
    id: `${lineItemUrl(url, item, tool.deploymentId, '/results')}&user_id=${result.userId}`,
    scoreOf: lineItemUrl(url, item, tool.deploymentId),
    userId: result.userId,
    ...(result.score !== null && {
      resultScore: result.score,
      resultMaximum: item.scoreMaximum,
      timestamp: new Date(result.modifiedAtMs).toISOString(),
      ...(result.comment !== null && { comment: result.comment }),
    }),
  });
  return {
    status: 200,
    type: RESULTS,
    body: results.map(present),
  };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
