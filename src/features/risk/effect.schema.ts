import { z } from 'zod';

export const AnswersRow = z.object({
  courseId: z.string(),
  courseTitle: z.string(),
  raised: z.int(),
  acknowledged: z.int(),
  medianHours: z.number().nullable(),
  /** Of those whose days are over, snoozed ones aside. */
  due: z.int(),
  answered: z.int(),
  closed: z.int(),
  falseAlarms: z.int(),
});
export type CourseAnswers = z.output<typeof AnswersRow>;

export const TriggerRow = z.object({
  courseTitle: z.string(),
  trigger: z.enum(['missedDeadline', 'silent', 'risk', 'sharedWeakSpot', 'manyAtRisk', 'other']),
  closed: z.int(),
  falseAlarms: z.int(),
});
export type TriggerAlarms = z.output<typeof TriggerRow>;

export const NearRow = z.object({
  laterDays: z.int(),
  p: z.number(),
  warned: z.boolean(),
  pointsThen: z.number(),
  pointsLater: z.number(),
});
export type NearRow = z.output<typeof NearRow>;
