/** Statements for the tests of this feature: one plain, and ways to change one place of it. */
import type { JsonObject } from '../../../src/features/xapi/statement-check.rules.ts';

export const LEARNER = {
  objectType: 'Agent',
  name: 'Learner 01',
  account: { homePage: 'https://lms.school.example', name: '101' },
};

export const VERB = {
  id: 'http://adlnet.gov/expapi/verbs/answered',
  display: { en: 'answered', 'zh-CN': 'answered' },
};

export const ACTIVITY = {
  objectType: 'Activity',
  id: 'https://lms.school.example/question/question.php?cmid=3&id=12',
  definition: { type: 'http://adlnet.gov/expapi/activities/cmi.interaction', name: { en: 'Question 12' } },
};

export const STATEMENT_ID = '7f1f5b0e-6c83-4b1c-9d5f-0a1b2c3d4e5f';

/** A valid statement; `changes` replace whole properties, `undefined` removes one. */
export function sampleStatement(changes: JsonObject = {}): JsonObject {
  const statement = { actor: LEARNER, verb: VERB, object: ACTIVITY, ...changes };
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
}

export const sampleSubStatement = (changes: JsonObject = {}) => ({
  objectType: 'SubStatement',
  ...sampleStatement(changes),
});

export const withResult = (result: unknown) => sampleStatement({ result });
export const withContext = (context: unknown) => sampleStatement({ context });
export const withDefinition = (definition: unknown) =>
  sampleStatement({ object: { ...ACTIVITY, definition } });
export const withAttachment = (changes: JsonObject) =>
  sampleStatement({
    attachments: [
      {
        usageType: 'https://school.example/attachments/essay',
        display: { en: 'An essay' },
        contentType: 'text/plain; charset=utf-8',
        length: 27,
        sha2: 'a'.repeat(64),
        ...changes,
      },
    ],
  });
