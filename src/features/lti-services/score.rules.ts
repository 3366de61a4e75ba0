import type { Grade } from './grade.rules.ts';

export const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';
export const SCORE_SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';
const CANVAS_SUBMISSION = 'https://canvas.instructure.com/lti/submission';

/** The body of a score (AGS 2.0 §3.4), as the platform's family takes it. */
export function buildScore(
  family: string,
  grade: Grade & { subject: string; gradedAt: Date },
): Record<string, unknown> {
  return {
    userId: grade.subject,
    // With its milliseconds: Canvas orders scores by them.
    timestamp: grade.gradedAt.toISOString(),
    activityProgress: grade.activityProgress,
    gradingProgress: grade.gradingProgress,
    ...(grade.scoreGiven === null ? {} : { scoreGiven: grade.scoreGiven, scoreMaximum: grade.scoreMaximum }),
    // Else Canvas counts each score as an attempt, and refuses the next one when the learner has none left.
    ...(family === 'canvas' ? { [CANVAS_SUBMISSION]: { new_submission: false } } : {}),
  };
}
